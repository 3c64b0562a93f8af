package probe.reachability;

import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.target;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import monitor.api.probe.ProbeResult.TcpConnect;

/**
 * A process whose only name server is its own, at 127.0.0.1:53: each question for an address gets
 * the next one, good for an hour. Prints the address that each of three rounds used.
 */
final class RebindingName {
  private static final int A = 1;

  private RebindingName() {}

  public static void main(String[] arguments) throws Exception {
    DatagramSocket socket = new DatagramSocket(53, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().start(() -> serve(socket));
    try (Resolver resolver = new Resolver()) {
      TcpProbe probe = new TcpProbe(resolver);
      for (int i = 0; i < 3; i++) {
        TcpConnect result =
            (TcpConnect)
                probe.round(target("changing.example:9", Duration.ofSeconds(30)), NOTHING).result();
        System.out.println(result.resolvedAddress() + " " + result.error());
      }
    }
  }

  private static void serve(DatagramSocket socket) {
    byte[] room = new byte[512];
    for (int asked = 0; ; ) {
      try {
        DatagramPacket packet = new DatagramPacket(room, room.length);
        socket.receive(packet);
        byte[] question = Arrays.copyOf(room, packet.getLength());
        boolean address = ByteBuffer.wrap(question).getShort(typeAt(question)) == A;
        byte[] answer = answer(question, address ? ++asked : 0);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Where the type of the first question lies, behind its name. */
  private static int typeAt(byte[] question) {
    int at = 12;
    while (question[at] != 0) {
      at += 1 + question[at];
    }
    return at + 1;
  }

  /** The header and question again, as an answer with one address, or with none. */
  private static byte[] answer(byte[] question, int number) {
    int end = typeAt(question) + 4;
    ByteBuffer answer = ByteBuffer.allocate(end + (number > 0 ? 16 : 0));
    answer.put(question, 0, end);
    answer.putShort(2, (short) 0x8580); // an authoritative answer without an error
    answer.putShort(4, (short) 1).putShort(6, (short) (number > 0 ? 1 : 0));
    answer.putShort(8, (short) 0).putShort(10, (short) 0);
    if (number > 0) {
      answer.putShort((short) 0xc00c).putShort((short) A).putShort((short) 1).putInt(3600);
      answer.putShort((short) 4).put(new byte[] {127, 0, 0, (byte) number});
    }
    return answer.array();
  }
}
