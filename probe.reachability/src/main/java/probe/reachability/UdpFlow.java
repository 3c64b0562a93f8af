package probe.reachability;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import probe.reachability.ControlMessages.IcmpError;
import probe.reachability.Inbox.Message;
import probe.reachability.Libc.ErrnoException;

/**
 * Datagrams from one port to one port. The kernel queues the errors that they cause for an ordinary
 * socket, so this needs no privilege. A packet is known again by its payload; a router that quotes
 * no more than the eight bytes that RFC 792 demands gives a reply of {@link Flow#UNKNOWN} number.
 */
final class UdpFlow implements Flow {
  private static final int TRIES = 4;
  private static final int PORTS_TRIED = 8;
  private static final int FIRST_PORT = 0xc000;
  private static final int PORTS = 0x3fff;
  private static final int PAYLOAD = 32;
  private static final int KNOWN_BY = 12;

  private final IcmpFamily family;
  private final InetAddress target;
  private final int descriptor;
  private final byte[] socketAddress;
  private final long nonce;
  private final Arena arena = Arena.ofConfined();
  private final Inbox inbox;

  private UdpFlow(IcmpFamily family, InetSocketAddress to, int descriptor, long nonce) {
    this.family = family;
    this.target = to.getAddress();
    this.descriptor = descriptor;
    this.socketAddress = family.socketAddress(to.getAddress(), to.getPort());
    this.nonce = nonce;
    this.inbox = new Inbox(family, arena);
  }

  /**
   * Opens one. To be used by this thread alone.
   *
   * @param nonce what its packets are known by; the port that they come from depends on it, so that
   *     the same number gives the same flow in the next round
   */
  static UdpFlow open(InetSocketAddress to, long nonce) throws IOException {
    IcmpFamily family = IcmpFamily.of(to.getAddress());
    int descriptor =
        Libc.socket(family.domain(), Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0);
    try {
      Libc.option(descriptor, family.level(), family.errorQueue(), 1);
      Libc.option(descriptor, Libc.SOL_SOCKET, Libc.SO_TIMESTAMPNS, 1);
      bind(descriptor, family, (int) (nonce >>> 1));
      Libc.connect(descriptor, family.socketAddress(to.getAddress(), to.getPort()));
      return new UdpFlow(family, to, descriptor, nonce);
    } catch (ErrnoException e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  /** Takes the port that the flow had before, or one near it; any other if all are taken. */
  private static void bind(int descriptor, IcmpFamily family, int choice) throws ErrnoException {
    InetAddress any = family.any();
    for (int i = 0; i < PORTS_TRIED; i++) {
      try {
        int port = FIRST_PORT + Math.floorMod(choice + i, PORTS);
        Libc.bind(descriptor, family.socketAddress(any, port));
        return;
      } catch (ErrnoException e) {
        if (e.errno() != Libc.EADDRINUSE) {
          throw e;
        }
      }
    }
    Libc.bind(descriptor, family.socketAddress(any, 0));
  }

  @Override
  public void send(int hops, int number) throws IOException {
    byte[] payload = ByteBuffer.allocate(PAYLOAD).putLong(nonce).putInt(number).array();
    Libc.option(descriptor, family.level(), family.hopLimit(), hops);
    for (int tried = 1; ; tried++) {
      try {
        Libc.send(descriptor, payload, socketAddress);
        return;
      } catch (ErrnoException e) {
        if (tried == TRIES) {
          throw e; // else it was an error that an earlier packet caused, which is told once
        }
      }
    }
  }

  @Override
  public @Nullable Reply next() throws IOException {
    Message error = inbox.error(descriptor);
    if (error != null && error.error() != null) {
      return reply(error, error.error());
    }
    for (int tried = 1; ; tried++) {
      try {
        Message answer = inbox.data(descriptor);
        return answer == null
            ? null
            : new Reply(number(answer), target, answer.nanos(), true, null);
      } catch (ErrnoException e) {
        if (tried == TRIES) {
          throw e;
        }
      }
    }
  }

  private Reply reply(Message message, IcmpError error) {
    boolean exceeded = family.exceeded(error.type());
    boolean reached =
        target.equals(error.from()) && family.portUnreachable(error.type(), error.code());
    String refusal = exceeded || reached ? null : family.reason(error.type(), error.code());
    return new Reply(number(message), error.from(), message.nanos(), reached, refusal);
  }

  private int number(Message message) {
    return number(message.bytes(), nonce);
  }

  /** The number of the packet whose payload, or a part of it, this is. */
  static int number(ByteBuffer bytes, long nonce) {
    int at = bytes.position();
    return bytes.remaining() < KNOWN_BY || bytes.getLong(at) != nonce
        ? UNKNOWN
        : bytes.getInt(at + 8);
  }

  @Override
  public void close() {
    Libc.close(descriptor);
    arena.close();
  }
}
