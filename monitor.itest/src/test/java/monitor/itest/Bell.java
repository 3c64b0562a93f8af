package monitor.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on the loopback that alerts ring. */
final class Bell implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> rings = new CopyOnWriteArrayList<>();
  private final int port;
  private HttpServer server;

  Bell() throws IOException {
    server = serve(0);
    port = server.getAddress().getPort();
  }

  private HttpServer serve(int wanted) throws IOException {
    HttpServer fresh =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 50);
    fresh.createContext("/", this::ring);
    fresh.start();
    return fresh;
  }

  private void ring(HttpExchange exchange) throws IOException {
    rings.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + port + "/alerts";
  }

  /** Refuses connections from now on. */
  void down() {
    server.stop(0);
  }

  void up() throws IOException {
    server = serve(port);
  }

  /** What came of a rule about a host, in the order in which it came: states. */
  List<String> rings(String rule, String host) {
    return rings.stream()
        .filter(ring -> ring.path("rule").asText().equals(rule))
        .filter(ring -> ring.path("host").asText().equals(host))
        .map(ring -> ring.path("state").asText())
        .toList();
  }

  /** Everything that came of a rule, whatever the host. */
  List<JsonNode> all(String rule) {
    return rings.stream().filter(ring -> ring.path("rule").asText().equals(rule)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
