package receiver.websocket;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import monitor.api.delivery.Codec;
import monitor.wire.Message;
import monitor.wire.Messages;

/** Speaks WebSocket byte by byte (RFC 6455), also wrongly. */
final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int MOST_LOOKS = 60;
  private static final long TRICKLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int BUFFER_BYTES = 512;
  private static final int RECEIVE_BUFFER_BYTES = 8 << 10;

  /** Batches whose answers, about a hundred bytes each, are more than sockets hold. */
  private static final int STALLING = 3_000;

  private final AtomicLong sent = new AtomicLong();

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  /** After an upgrade that is correct. */
  RawPeer(int port) throws IOException {
    this(SocketFactory.getDefault(), port, "");
  }

  /** The same, whose request for a connection has further headers, each with a line break. */
  RawPeer(SocketFactory sockets, int port, String headers) throws IOException {
    socket = sockets.createSocket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    send(
        """
        GET /transport HTTP/1.1\r
        Host: 127.0.0.1\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: monitor.transport\r
        %s\r
        """
            .formatted(headers)
            .getBytes(StandardCharsets.US_ASCII));
    String head = head();
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new IOException(head);
    }
  }

  /** After an upgrade and the hellos. */
  static RawPeer greeted(int port, Random random) throws IOException {
    return greeted(SocketFactory.getDefault(), port, "raw", random);
  }

  /** The same, as the agent of this name, by sockets of this kind. */
  static RawPeer greeted(SocketFactory sockets, int port, String name, Random random)
      throws IOException {
    RawPeer peer = new RawPeer(sockets, port, "");
    peer.hello(name, random);
    if (!(Messages.decode(ByteBuffer.wrap(peer.read())) instanceof Message.Welcome)) {
      throw new IOException("not a welcome");
    }
    return peer;
  }

  /** Says hello as the agent of this name. */
  void hello(String name, Random random) throws IOException {
    ByteBuffer hello = Messages.encode(new Message.Hello(List.of(1), name, "a test"));
    byte[] bytes = new byte[hello.remaining()];
    hello.get(bytes);
    message(bytes, random);
  }

  /**
   * One whose answers no longer go out, for it does not read any, and that is within its window.
   */
  static RawPeer stalled(SocketFactory sockets, int port, Random random) throws IOException {
    RawPeer peer = greeted(sockets, port, "stalled", random);
    byte[] batch = RawBatch.whole(RawBatch.sealed("stalled", 1, Codec.NONE));
    for (int i = 0; i < STALLING; i++) {
      peer.message(batch, random);
    }
    return peer;
  }

  /** Whether the collector still hears this peer. */
  boolean answersPing(Random random) throws IOException {
    send(frame(0x89, new byte[0], 0, true, random));
    return in.read() == 0x8a && in.read() == 0;
  }

  /** Sends a message again and again and reads nothing, until it is cut off. */
  void sendWithoutEnd(byte[] message, Random random) {
    try {
      byte[] frame = frame(0x82, message, message.length, true, random);
      while (true) {
        send(frame);
        sent.incrementAndGet();
      }
    } catch (IOException e) {
      // It is cut off.
    }
  }

  /** Sends a byte now and then, until it is cut off. */
  void trickle() {
    try {
      while (true) {
        send(new byte[1]);
        LockSupport.parkNanos(TRICKLE_NANOS);
      }
    } catch (IOException e) {
      // It is cut off.
    }
  }

  /** Whether what is sent without end has come to its end, or stands still. */
  boolean isBounded(Thread sender) throws InterruptedException {
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      long before = sent.get();
      sender.join(1_000);
      if (!sender.isAlive() || sent.get() == before) {
        return true;
      }
    }
    return false;
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("closed after: " + head);
      }
      head.write(read);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** A frame; its length may be a lie. */
  static byte[] frame(int first, byte[] payload, long promised, boolean masked, Random random)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream frame = new DataOutputStream(bytes);
    frame.writeByte(first);
    int mask = masked ? 0x80 : 0;
    if (promised < 126) {
      frame.writeByte(mask | (int) promised);
    } else if (promised < 1 << 16) {
      frame.writeByte(mask | 126);
      frame.writeShort((int) promised);
    } else {
      frame.writeByte(mask | 127);
      frame.writeLong(promised);
    }
    byte[] key = new byte[4];
    if (masked) {
      random.nextBytes(key);
      frame.write(key);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ key[i % 4]);
    }
    return bytes.toByteArray();
  }

  /** A binary message in one frame. */
  void message(byte[] payload, Random random) throws IOException {
    send(frame(0x82, payload, payload.length, true, random));
  }

  /** A message from the collector, which is short. */
  byte[] read() throws IOException {
    int first = in.read();
    int length = in.read();
    if (first < 0 || length < 0) {
      throw new IOException("it is closed");
    }
    if (length == 126) {
      length = in.read() << 8 | in.read();
    }
    if (first != 0x82) {
      throw new IOException("frame %x of %d bytes".formatted(first, length));
    }
    return in.readNBytes(length);
  }

  /** Reads until the collector says that it closes; returns the status that it gives. */
  int closeStatus() throws IOException {
    while (true) {
      int first = in.read();
      int length = in.read();
      if (first < 0 || length < 0) {
        throw new IOException("it is closed without a word");
      }
      byte[] payload = in.readNBytes(length == 126 ? in.read() << 8 | in.read() : length);
      if (first == 0x88) {
        return ByteBuffer.wrap(payload).getShort();
      }
    }
  }

  /** Reads until the collector closes; false if it does not within the patience. */
  boolean isClosed() throws IOException {
    try {
      while (in.read() >= 0) {
        // What it says does not matter.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
