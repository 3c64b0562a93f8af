package bench.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Outcome;
import monitor.wire.Message;
import monitor.wire.Messages;
import org.jspecify.annotations.Nullable;

/**
 * The agent's end of the transport with as little work of its own as there can be: frames of RFC
 * 6455 with a mask of zeros, made before anything is measured.
 */
final class Consignor implements AutoCloseable {
  private static final int HASH_BYTES = 32;
  private static final byte[] UPGRADE =
      """
      GET /transport HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Protocol: monitor.transport\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final DataInputStream in;
  private final List<byte[]> frames = new ArrayList<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private final long windowBytes;
  private long openBytes;
  private int openBatches;
  private @Nullable IOException failure;

  Consignor(int port, String agent, List<ByteBuffer> batches) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    socket.getOutputStream().write(UPGRADE);
    String head = head();
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new IOException(head);
    }
    Message hello = new Message.Hello(List.of(Message.VERSION), agent, "bench");
    socket.getOutputStream().write(frame(Messages.encode(hello)));
    if (!(Messages.decode(message()) instanceof Message.Welcome welcome)) {
      throw new IOException("not a welcome");
    }
    windowBytes = welcome.windowBytes();
    for (ByteBuffer batch : batches) {
      byte[] hash = new byte[HASH_BYTES];
      batch.get(batch.position(), hash);
      byte[] frame = frame(Messages.batch(batch, ByteBuffer.allocate(0)));
      sizes.put(HexFormat.of().formatHex(hash), frame.length);
      frames.add(frame);
    }
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  /** One binary message of a client in one frame. */
  private static byte[] frame(ByteBuffer message) {
    int length = message.remaining();
    ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) 0x82);
    if (length < 126) {
      frame.put((byte) (0x80 | length));
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    frame.putInt(0).put(message).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** The next message of the collector, which are short and never masked. */
  private ByteBuffer message() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    if (first != 0x82) {
      throw new IOException(
          "frame %x: %s".formatted(first, new String(bytes, StandardCharsets.UTF_8)));
    }
    return ByteBuffer.wrap(bytes);
  }

  /** Sends everything within the window and returns when all is accepted. */
  void sendAll() throws IOException, InterruptedException {
    Thread answers = Thread.ofPlatform().start(this::readAnswers);
    for (byte[] frame : frames) {
      awaitRoom(frame.length);
      socket.getOutputStream().write(frame);
    }
    answers.join();
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized void awaitRoom(int bytes) throws IOException, InterruptedException {
    while (openBatches > 0 && openBytes + bytes > windowBytes && failure == null) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
    openBytes += bytes;
    openBatches++;
  }

  private void readAnswers() {
    try {
      for (int answered = 0; answered < frames.size(); answered++) {
        if (!(Messages.decode(message()) instanceof Message.Answer answer)
            || !(answer.outcome() instanceof Outcome.Accepted)) {
          throw new IOException("a batch was not accepted");
        }
        answered(sizes.getOrDefault(answer.sha256(), 0));
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private synchronized void answered(int bytes) {
    openBytes -= bytes;
    openBatches--;
    notifyAll();
  }

  private synchronized void fail(IOException e) {
    failure = e;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
