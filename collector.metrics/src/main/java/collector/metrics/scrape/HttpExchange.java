package collector.metrics.scrape;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One request and its answer over a connection of its own, which is cut at the deadline whatever
 * the server does meanwhile. Used by one thread.
 */
final class HttpExchange implements AutoCloseable {
  private final Socket plain = new Socket();
  private final Thread watch;
  private volatile boolean late;
  private Socket socket = plain;
  private InputStream in = InputStream.nullInputStream();

  private HttpExchange(long deadlineNanos) {
    watch = Thread.ofVirtual().start(() -> cut(deadlineNanos));
  }

  private void cut(long deadlineNanos) {
    try {
      Thread.sleep(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())));
      late = true;
      plain.close();
    } catch (InterruptedException e) {
      return; // the answer came in time
    } catch (IOException e) {
      late = true; // closed all the same
    }
  }

  /**
   * Connects.
   *
   * @param deadlineNanos of all of it, by {@link System#nanoTime}
   */
  static HttpExchange open(URI uri, InetAddress address, Tls tls, long deadlineNanos)
      throws IOException {
    HttpExchange exchange = new HttpExchange(deadlineNanos);
    try {
      exchange.connect(new InetSocketAddress(address, ScrapeTarget.port(uri)), deadlineNanos);
      if (ScrapeTarget.isSecure(uri)) {
        int port = ScrapeTarget.port(uri);
        exchange.socket = tls.secure(exchange.plain, ScrapeTarget.host(uri), port);
      }
      return exchange;
    } catch (IOException | RuntimeException e) {
      exchange.close();
      if (exchange.late) {
        throw new SocketTimeoutException();
      }
      throw e;
    }
  }

  private void connect(InetSocketAddress address, long deadlineNanos) throws IOException {
    long left = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
    plain.connect(address, (int) Math.min(Integer.MAX_VALUE, left));
  }

  /** Sends a request and reads the head of the answer. */
  HttpHead get(URI uri, Map<String, String> headers) throws IOException {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder("GET " + path + query + " HTTP/1.1\r\n");
    head.append("Host: ").append(uri.getRawAuthority()).append("\r\nConnection: close\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
    return HttpHead.read(in);
  }

  /** The body of the answer. */
  InputStream body(HttpHead head) throws IOException {
    return BodyStream.of(head, in);
  }

  /** Whether it was cut at the deadline. */
  boolean late() {
    return late;
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    plain.close();
  }
}
