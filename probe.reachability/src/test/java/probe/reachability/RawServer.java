package probe.reachability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on the loopback that reads a request line and headers, and then does what it likes. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final boolean greeting;
  final AtomicInteger requests = new AtomicInteger();

  /** What to do with a connection. */
  @FunctionalInterface
  interface Manners {
    /** Writes what it likes; may throw when the other side is gone. */
    void answer(OutputStream out, RawServer server) throws IOException, InterruptedException;
  }

  RawServer(Manners manners) throws IOException {
    this(manners, false);
  }

  private RawServer(Manners manners, boolean greeting) throws IOException {
    this.greeting = greeting;
    Thread.startVirtualThread(() -> accept(manners));
  }

  static RawServer saying(String text) throws IOException {
    return new RawServer((out, server) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** One that speaks first, and then not again. */
  static RawServer greeting(String text) throws IOException {
    return new RawServer(
        (out, server) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)), true);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  /** Waits so long; false when the test is over. */
  boolean pause(int millis) throws InterruptedException {
    return !closing.await(millis, TimeUnit.MILLISECONDS);
  }

  private void accept(Manners manners) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> serve(socket, manners));
      }
    } catch (IOException e) {
      closing.countDown(); // it was closed
    }
  }

  private void serve(Socket socket, Manners manners) {
    try (socket) {
      if (greeting) {
        manners.answer(socket.getOutputStream(), this);
        pause(Integer.MAX_VALUE);
      }
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        continue;
      }
      requests.incrementAndGet();
      manners.answer(socket.getOutputStream(), this);
    } catch (IOException e) {
      return; // the other side has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    server.close();
  }
}
