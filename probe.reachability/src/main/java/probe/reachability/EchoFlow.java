package probe.reachability;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import probe.reachability.ControlMessages.IcmpError;
import probe.reachability.Inbox.Message;

/** Echo requests with one identifier and one checksum. */
final class EchoFlow implements Flow {
  private static final int PAYLOAD = 32;

  private final IcmpFamily family;
  private final InetAddress target;
  private final IcmpSocket socket;
  private final long nonce;
  private final int identifier;

  private EchoFlow(InetAddress target, IcmpSocket socket, long nonce) {
    this.family = IcmpFamily.of(target);
    this.target = target;
    this.socket = socket;
    this.nonce = nonce;
    this.identifier = (int) (nonce & 0xffff);
  }

  /**
   * Opens one.
   *
   * @param nonce what its packets are known by
   * @param rawAllowed whether a raw socket may be used where a datagram socket is not possible
   */
  static EchoFlow open(InetAddress target, long nonce, boolean rawAllowed) throws IOException {
    IcmpSocket socket = IcmpSocket.open(IcmpFamily.of(target), nonce, rawAllowed);
    return new EchoFlow(target, socket, nonce);
  }

  @Override
  public void send(int hops, int number) throws IOException {
    socket.hopLimit(hops);
    socket.send(target, new EchoPacket(number, nonce).request(family, identifier, PAYLOAD));
  }

  @Override
  public @Nullable Reply next() throws IOException {
    Message error;
    while ((error = socket.error()) != null) {
      int number = number(error.bytes(), false);
      if (error.error() != null && number >= 0) {
        return reply(error, error.error(), number);
      }
    }
    Message answer;
    while ((answer = socket.receive()) != null) {
      int number = number(answer.bytes(), true);
      if (number >= 0 && target.equals(answer.from())) {
        return new Reply(number, target, answer.nanos(), true, null);
      }
    }
    return null;
  }

  /** Of an answer the nonce must be right; of what a router quotes it may be missing. */
  private int number(ByteBuffer bytes, boolean answer) {
    EchoPacket packet = EchoPacket.read(bytes);
    if (packet != null) {
      boolean ours = !answer || EchoPacket.type(bytes) == family.reply();
      return ours && packet.nonce() == nonce ? packet.sequence() : UNKNOWN;
    }
    boolean quoted = !answer && bytes.remaining() >= 8;
    boolean ours = quoted && (!socket.raw() || EchoPacket.identifier(bytes) == identifier);
    return ours ? EchoPacket.sequence(bytes) : UNKNOWN;
  }

  private Reply reply(Message message, IcmpError error, int number) {
    String refusal =
        family.exceeded(error.type()) ? null : family.reason(error.type(), error.code());
    return new Reply(number, error.from(), message.nanos(), false, refusal);
  }

  @Override
  public void close() {
    socket.close();
  }
}
