package probe.reachability;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel says beside a message: cmsg(3), and {@code sock_extended_err} of ip(7).
 *
 * @param arrival when it came, by the wall clock; null if that is not said
 * @param error the ICMP error that it is about; null for a message that is none
 */
record ControlMessages(@Nullable Instant arrival, @Nullable IcmpError error) {
  private static final int HEADER = 16;
  private static final int EXTENDED_ERROR = 16;
  private static final int ORIGIN_ICMP = 2;
  private static final int ORIGIN_ICMP6 = 3;

  /**
   * An error that a packet of ours caused.
   *
   * @param type of the ICMP message
   * @param code of the ICMP message
   * @param from who reported it; null if the kernel does not say
   */
  record IcmpError(int type, int code, @Nullable InetAddress from) {}

  /** Reads them; what does not have the form that is known is passed over. */
  static ControlMessages read(ByteBuffer bytes, IcmpFamily family) {
    ByteBuffer in = bytes.duplicate().order(ByteOrder.nativeOrder());
    Instant arrival = null;
    IcmpError error = null;
    while (in.remaining() >= HEADER) {
      long length = in.getLong(in.position());
      if (length < HEADER || length > in.remaining()) {
        break;
      }
      int level = in.getInt(in.position() + 8);
      int type = in.getInt(in.position() + 12);
      ByteBuffer data = in.slice(in.position() + HEADER, (int) length - HEADER).order(in.order());
      if (level == Libc.SOL_SOCKET && type == Libc.SO_TIMESTAMPNS) {
        arrival = instant(data);
      } else if (level == family.level() && type == family.errorQueue()) {
        error = error(data, family);
      }
      in.position(Math.min(in.limit(), in.position() + aligned((int) length)));
    }
    return new ControlMessages(arrival, error);
  }

  private static int aligned(int length) {
    return (length + 7) & ~7;
  }

  private static @Nullable Instant instant(ByteBuffer data) {
    try {
      return data.remaining() < 16
          ? null
          : Instant.ofEpochSecond(data.getLong(data.position()), data.getLong(data.position() + 8));
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable IcmpError error(ByteBuffer data, IcmpFamily family) {
    if (data.remaining() < EXTENDED_ERROR) {
      return null;
    }
    int origin = data.get(4);
    if (origin != (family == IcmpFamily.V4 ? ORIGIN_ICMP : ORIGIN_ICMP6)) {
      return null;
    }
    InetAddress from = address(data.position(EXTENDED_ERROR), family);
    return new IcmpError(data.get(5) & 0xff, data.get(6) & 0xff, from);
  }

  /** The address in a {@code sockaddr_in} or {@code sockaddr_in6}; null if it is none. */
  static @Nullable InetAddress address(ByteBuffer socketAddress, IcmpFamily family) {
    int at = socketAddress.position() + (family == IcmpFamily.V4 ? 4 : 8);
    byte[] bytes = new byte[family == IcmpFamily.V4 ? 4 : 16];
    if (at + bytes.length > socketAddress.limit()
        || socketAddress.getShort(socketAddress.position()) != family.domain()) {
      return null;
    }
    socketAddress.get(at, bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
