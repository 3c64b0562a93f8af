package monitor.itest.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import monitor.itest.oracle.Load;

/** An agent on a host, which has joined the collectors and reads a folder of the load. */
final class Agent implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Pauses are short here, so that there is time for many faults. */
  private static final String PAUSES =
      """

      [sink.websocket]
      "connect.timeout" = "5s"
      silence = "15s"
      "reconnect.first" = "200ms"
      "reconnect.most" = "2s"
      """;

  private final Node node;

  private Agent(Node node) {
    this.node = node;
  }

  /** Joins with a token of the first collector, and starts. */
  static Agent start(
      Space space, String host, int index, Path folder, List<String> collectors, String token)
      throws IOException, InterruptedException {
    Node node = new Node(space, host, "agent", folder);
    Agent agent = new Agent(node);
    Path watched = Files.createDirectories(agent.watched());
    node.configure(Load.configuration(watched, index) + PAUSES);
    Path secret = Files.writeString(folder.resolve("token"), token);
    List<String> join = new ArrayList<>(List.of("init", "--token-file=" + secret));
    collectors.forEach(each -> join.add("--join=" + each));
    node.ask("", join.toArray(String[]::new));
    agent.start();
    return agent;
  }

  Node node() {
    return node;
  }

  /** Starts it again. */
  void start() throws IOException {
    node.start();
  }

  /** Sends it to other addresses, as its administrator would. */
  void collectors(List<String> addresses) throws IOException {
    Path overlay = node.data().resolve("config/sink.websocket.json");
    ObjectNode table = (ObjectNode) JSON.readTree(overlay.toFile());
    ArrayNode all = table.putArray("addresses");
    addresses.forEach(all::add);
    JSON.writeValue(overlay.toFile(), table);
    ask("POST /api/v1/reload");
  }

  /** The folder of the files that it reads. */
  Path watched() {
    return node.folder().resolve("watched");
  }

  /** {@code GET pipeline}, at its socket. */
  JsonNode pipeline() throws IOException {
    return JSON.readTree(ask("GET /api/v1/pipeline"));
  }

  private String ask(String request) throws IOException {
    Path socket = node.data().resolve("run/control/control.sock");
    String head =
        request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
      String answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      int body = answer.indexOf("\r\n\r\n");
      if (body < 0 || !answer.startsWith("HTTP/1.1 20")) {
        throw new IOException(node.host() + " answers: " + answer);
      }
      return answer.substring(body);
    }
  }

  @Override
  public void close() throws InterruptedException {
    node.close();
  }
}
