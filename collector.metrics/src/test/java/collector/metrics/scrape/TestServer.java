package collector.metrics.scrape;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A server on loopback that answers each request, byte for byte, as a test says. */
final class TestServer implements AutoCloseable {
  /** Writes an answer. */
  @FunctionalInterface
  interface Handler {
    void answer(Request request, OutputStream out) throws Exception;
  }

  /** What was asked; headers in lower case. */
  record Request(String path, Map<String, String> headers) {}

  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final String scheme;
  private volatile Handler handler;

  TestServer(Handler handler) throws IOException {
    this(ServerSocketFactory.getDefault(), "http", handler);
  }

  TestServer(ServerSocketFactory sockets, String scheme, Handler handler) throws IOException {
    this.socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.scheme = scheme;
    this.handler = handler;
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers 200 with a text. */
  static Handler text(String type, String text) {
    return (request, out) -> {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      head(out, "Content-Type: " + type, "Content-Length: " + body.length);
      out.write(body);
    };
  }

  /** Answers 200 with a text of Prometheus. */
  static Handler text(String text) {
    return text("text/plain; version=0.0.4", text);
  }

  static void head(OutputStream out, String... headers) throws IOException {
    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
    for (String header : headers) {
      out.write((header + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  void answer(Handler next) {
    handler = next;
  }

  List<Request> requests() {
    return requests;
  }

  int port() {
    return socket.getLocalPort();
  }

  String url(String path) {
    return "%s://127.0.0.1:%d%s".formatted(scheme, port(), path);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Request request = read(connection);
      requests.add(request);
      handler.answer(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (Exception e) {
      return; // the client went away, or the server was closed
    } finally {
      open.remove(connection);
    }
  }

  private static Request read(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    String path = in.readLine().split(" ")[1];
    Map<String, String> headers = new TreeMap<>();
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      String[] pair = line.split(": ", 2);
      headers.put(pair[0].toLowerCase(java.util.Locale.ROOT), pair[1]);
    }
    return new Request(path, headers);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
