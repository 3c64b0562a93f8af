package probe.reachability;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import probe.reachability.Libc.ErrnoException;

/**
 * A socket for ICMP: a datagram socket where {@code net.ipv4.ping_group_range} allows it, because
 * it sees nothing but its own answers, else a raw one. Sending may be done by any thread, receiving
 * and closing by one.
 */
final class IcmpSocket implements AutoCloseable {
  private static final int PACKET = 2048;
  private static final int CONTROL = 256;
  private static final int NAME = 28;
  private static final int BUFFER = 1 << 20;

  private final IcmpFamily family;
  private final int descriptor;
  private final boolean raw;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = Libc.state(arena);
  private final MemorySegment name = arena.allocate(NAME, 8);
  private final MemorySegment packet = arena.allocate(PACKET, 8);
  private final MemorySegment control = arena.allocate(CONTROL, 8);
  private final MemorySegment vector = arena.allocate(16, 8);
  private final MemorySegment header = arena.allocate(56, 8);

  /**
   * A packet that was received.
   *
   * @param from who sent it
   * @param bytes from its ICMP header on
   * @param nanos when it arrived, as {@link System#nanoTime()}
   */
  record Received(InetAddress from, ByteBuffer bytes, long nanos) {}

  private IcmpSocket(IcmpFamily family, int descriptor, boolean raw) {
    this.family = family;
    this.descriptor = descriptor;
    this.raw = raw;
  }

  /**
   * Opens a socket of the kind that is possible.
   *
   * @param rawAllowed whether a raw one may be used
   * @throws IOException if neither is possible; the message says what would help
   */
  static IcmpSocket open(IcmpFamily family, boolean rawAllowed) throws IOException {
    try {
      return open(family, Libc.SOCK_DGRAM);
    } catch (ErrnoException e) {
      if (rawAllowed) {
        return openRaw(family);
      }
      throw refused(e);
    }
  }

  private static IcmpSocket openRaw(IcmpFamily family) throws IOException {
    try {
      return open(family, Libc.SOCK_RAW);
    } catch (ErrnoException e) {
      throw refused(e);
    }
  }

  private static IOException refused(ErrnoException cause) {
    boolean privilege = cause.errno() == Libc.EPERM || cause.errno() == Libc.EACCES;
    return new IOException(
        privilege
            ? "no ICMP socket: neither does net.ipv4.ping_group_range include this process's group,"
                + " nor has it CAP_NET_RAW"
            : "no ICMP socket: " + cause.getMessage(),
        cause);
  }

  private static IcmpSocket open(IcmpFamily family, int type) throws ErrnoException {
    int descriptor =
        Libc.socket(
            family.domain(), type | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, family.protocol());
    try {
      boolean raw = type == Libc.SOCK_RAW;
      if (raw) {
        Libc.option(descriptor, family.filterLevel(), family.filterName(), family.filter());
      }
      Libc.option(descriptor, Libc.SOL_SOCKET, Libc.SO_TIMESTAMPNS, 1);
      Libc.option(descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUF, BUFFER);
      return new IcmpSocket(family, descriptor, raw);
    } catch (ErrnoException e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  /** Whether it is a raw socket. */
  boolean raw() {
    return raw;
  }

  /** Sends a packet. */
  void send(InetAddress address, byte[] bytes) throws ErrnoException {
    Libc.send(descriptor, bytes, family.socketAddress(address));
  }

  /** Waits for a packet; false when the time is over. */
  boolean await(int millis) {
    return Libc.poll(descriptor, millis);
  }

  /** The next packet; null if there is none now. Its bytes are valid until the next call. */
  @Nullable Received receive() throws IOException {
    layOut();
    long length;
    try {
      length = Libc.receive(descriptor, header, 0, state);
    } catch (ErrnoException e) {
      if (e.errno() == Libc.EAGAIN) {
        return null;
      }
      throw e;
    }
    long arrived = arrivalNanos();
    ByteBuffer bytes = packet.asSlice(0, Math.min(length, PACKET)).asByteBuffer();
    return new Received(sender(), afterIpHeader(bytes), arrived);
  }

  /** Fills in {@code msghdr} and {@code iovec}: recvmsg(2) writes lengths into them. */
  private void layOut() {
    vector.set(ValueLayout.ADDRESS, 0, packet);
    vector.set(ValueLayout.JAVA_LONG, 8, PACKET);
    header.set(ValueLayout.ADDRESS, 0, name);
    header.set(ValueLayout.JAVA_INT, 8, NAME);
    header.set(ValueLayout.ADDRESS, 16, vector);
    header.set(ValueLayout.JAVA_LONG, 24, 1);
    header.set(ValueLayout.ADDRESS, 32, control);
    header.set(ValueLayout.JAVA_LONG, 40, CONTROL);
  }

  /** When the kernel saw the packet, as {@link System#nanoTime()}; now if it does not say. */
  private long arrivalNanos() {
    long length = header.get(ValueLayout.JAVA_LONG, 40);
    if (length < 32
        || control.get(ValueLayout.JAVA_INT, 8) != Libc.SOL_SOCKET
        || control.get(ValueLayout.JAVA_INT, 12) != Libc.SO_TIMESTAMPNS) {
      return System.nanoTime();
    }
    Instant stamp =
        Instant.ofEpochSecond(
            control.get(ValueLayout.JAVA_LONG, 16), control.get(ValueLayout.JAVA_LONG, 24));
    return ClockReading.tight().nanosAt(stamp);
  }

  private InetAddress sender() throws UnknownHostException {
    byte[] bytes = name.toArray(ValueLayout.JAVA_BYTE);
    return InetAddress.getByAddress(
        family == IcmpFamily.V4
            ? Arrays.copyOfRange(bytes, 4, 8)
            : Arrays.copyOfRange(bytes, 8, 24));
  }

  /** A raw socket of version 4 gives the IP header too. */
  private ByteBuffer afterIpHeader(ByteBuffer bytes) {
    if (!raw || family == IcmpFamily.V6 || !bytes.hasRemaining()) {
      return bytes;
    }
    int length = 4 * (bytes.get(0) & 0x0f);
    return bytes.position(Math.min(length, bytes.limit()));
  }

  @Override
  public void close() {
    Libc.close(descriptor);
    arena.close();
  }
}
