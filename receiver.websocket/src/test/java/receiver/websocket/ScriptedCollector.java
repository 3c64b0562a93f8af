package receiver.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import receiver.websocket.Conversation.Line;

/**
 * A collector that answers each message of an agent with what a script says, over a WebSocket that
 * is spoken byte by byte (RFC 6455); one agent at a time.
 */
final class ScriptedCollector implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final Function<Line, List<Line>> script;
  private final List<Line> said = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().name("scripted collector").start(this::serve);

  /** Listens at once. */
  ScriptedCollector(Function<Line, List<Line>> script) throws IOException {
    this.script = script;
  }

  int port() {
    return server.getLocalPort();
  }

  /** All that both sides said so far. */
  synchronized Conversation conversation() {
    return new Conversation(said);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        talk(socket);
      } catch (IOException e) {
        // The agent has gone, or the server is closed.
      }
    }
  }

  private void talk(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    upgrade(in, out);
    while (true) {
      byte[] message = message(in, out);
      for (Line answer : answers(Line.of(Conversation.AGENT, ByteBuffer.wrap(message)))) {
        frame(out, 0x82, answer.bytes());
      }
    }
  }

  private synchronized List<Line> answers(Line asked) {
    List<Line> answers = script.apply(asked);
    said.add(asked);
    said.addAll(answers);
    return answers;
  }

  private static void upgrade(DataInputStream in, DataOutputStream out) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readByte());
    }
    String key = head.toString().replaceAll("(?is).*sec-websocket-key: *(\\S+).*", "$1");
    String answer =
        """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: %s\r
        Sec-WebSocket-Protocol: monitor.transport\r
        \r
        """;
    out.write(answer.formatted(accept(key)).getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next binary message, of one frame or several; pings are answered, a close ends it. */
  private static byte[] message(DataInputStream in, DataOutputStream out) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (true) {
      int first = in.readUnsignedByte();
      byte[] payload = payload(in);
      switch (first & 0x0f) {
        case 0x0, 0x2 -> whole.write(payload);
        case 0x8 -> {
          frame(out, 0x88, payload);
          throw new IOException("the agent leaves");
        }
        case 0x9 -> frame(out, 0x8a, payload);
        default -> throw new IOException("frame %x".formatted(first));
      }
      if ((first & 0x80) != 0 && (first & 0x0f) <= 0x2) {
        return whole.toByteArray();
      }
    }
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return payload;
  }

  private static void frame(DataOutputStream out, int first, byte[] payload) throws IOException {
    out.writeByte(first);
    if (payload.length < 126) {
      out.writeByte(payload.length);
    } else {
      out.writeByte(126);
      out.writeShort(payload.length);
    }
    out.write(payload);
    out.flush();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    server.close();
    thread.join();
  }
}
