package probe.reachability;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import probe.reachability.Inbox.Message;
import probe.reachability.Libc.ErrnoException;

/**
 * A socket for ICMP: a datagram socket where {@code net.ipv4.ping_group_range} allows it, because
 * it sees nothing but its own answers, else a raw one. Sending may be done by any thread, receiving
 * and closing by one.
 */
final class IcmpSocket implements AutoCloseable {
  private static final int BUFFER = 1 << 20;
  private static final int TRIES = 4;

  private final IcmpFamily family;
  private final int descriptor;
  private final boolean raw;
  private final Arena arena = Arena.ofShared();
  private final Inbox inbox;

  private IcmpSocket(IcmpFamily family, int descriptor, boolean raw) {
    this.family = family;
    this.descriptor = descriptor;
    this.raw = raw;
    this.inbox = new Inbox(family, arena);
  }

  /**
   * Opens a socket of the kind that is possible.
   *
   * @param nonce of the requests; answers with another are not received
   * @param rawAllowed whether a raw one may be used
   * @throws IOException if neither is possible; the message says what would help
   */
  static IcmpSocket open(IcmpFamily family, long nonce, boolean rawAllowed) throws IOException {
    try {
      return open(family, nonce, Libc.SOCK_DGRAM);
    } catch (ErrnoException e) {
      if (rawAllowed) {
        return openRaw(family, nonce);
      }
      throw refused(e);
    }
  }

  private static IcmpSocket openRaw(IcmpFamily family, long nonce) throws IOException {
    try {
      return open(family, nonce, Libc.SOCK_RAW);
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

  private static IcmpSocket open(IcmpFamily family, long nonce, int type) throws ErrnoException {
    int descriptor =
        Libc.socket(
            family.domain(), type | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, family.protocol());
    try {
      boolean raw = type == Libc.SOCK_RAW;
      if (raw) {
        Libc.option(descriptor, family.filterLevel(), family.filterName(), family.filter());
        Libc.filter(descriptor, EchoFilter.program(family, nonce));
      }
      Libc.option(descriptor, Libc.SOL_SOCKET, Libc.SO_TIMESTAMPNS, 1);
      Libc.option(descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUF, BUFFER);
      Libc.option(descriptor, family.level(), family.errorQueue(), 1);
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

  /** Limits the hops of the packets that are sent from now on. */
  void hopLimit(int hops) throws ErrnoException {
    Libc.option(descriptor, family.level(), family.hopLimit(), hops);
  }

  /** Sends a packet. An error that an earlier packet caused is told once by the next call. */
  void send(InetAddress address, byte[] bytes) throws ErrnoException {
    byte[] to = family.socketAddress(address);
    for (int tried = 1; ; tried++) {
      try {
        Libc.send(descriptor, bytes, to);
        return;
      } catch (ErrnoException e) {
        if (tried == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Waits without end for a packet or an error, or until another thread wakes it up.
   *
   * @return whether there is an error
   */
  boolean await() {
    return (Libc.poll(descriptor, -1) & Libc.POLLERR) != 0;
  }

  /** Ends the waiting of the receiving thread; nothing can be sent any more. */
  void wake() {
    Libc.shutdown(descriptor);
  }

  /** The next packet, from its ICMP header on; null if there is none now. */
  @Nullable Message receive() throws IOException {
    int failed = 0;
    while (true) {
      try {
        Message message = inbox.data(descriptor);
        if (message == null || !raw || family == IcmpFamily.V6) {
          return message;
        }
        Message packet = withoutHeader(message);
        if (EchoPacket.intact(packet.bytes())) {
          return packet;
        }
      } catch (ErrnoException e) {
        if (++failed == TRIES) {
          throw e;
        }
      }
    }
  }

  /** The next error, with the ICMP packet of ours that it is about; null if there is none now. */
  @Nullable Message error() throws IOException {
    return inbox.error(descriptor);
  }

  /** A raw socket of version 4 gives the IP header too. */
  private static Message withoutHeader(Message message) {
    ByteBuffer bytes = message.bytes();
    int length = bytes.hasRemaining() ? 4 * (bytes.get(bytes.position()) & 0x0f) : 0;
    bytes.position(Math.min(length, bytes.limit()));
    return new Message(message.from(), bytes.slice(), message.nanos(), message.error());
  }

  @Override
  public void close() {
    Libc.close(descriptor);
    arena.close();
  }
}
