package monitor.itest.space;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import monitor.itest.Api;
import monitor.itest.Await;
import org.jspecify.annotations.Nullable;

/** A collector on a host: agents join and send at port 7718, console and API are on loopback. */
final class Collector implements AutoCloseable {
  static final int PORT = 7718;
  private static final int CONSOLE = 7717;
  private static final int LOOK_MILLIS = 2_000;
  private static final Duration READY = Duration.ofSeconds(300);

  private final Node node;
  private final Door console;
  private final String address;
  private @Nullable Api api;

  private Collector(Node node, Door console, String address) {
    this.node = node;
    this.console = console;
    this.address = address;
  }

  /**
   * Writes its configuration and starts it.
   *
   * @param database its address
   * @param authority of another collector, whose agents may come here too; null for its own
   */
  static Collector start(
      Space space, String host, Path folder, String database, @Nullable Path authority)
      throws IOException {
    Node node = new Node(space, host, "collector", folder);
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), CONSOLE);
    Collector collector =
        new Collector(node, Door.into(space, host, loopback), space.address(host));
    collector.database(database);
    if (authority != null) {
      Path own = Files.createDirectories(node.data().resolve("identity"));
      Files.copy(
          authority, own.resolve(authority.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
    collector.start();
    return collector;
  }

  Node node() {
    return node;
  }

  /** Names its database, which one that runs goes to from then on. */
  void database(String url) throws IOException {
    node.configure(
        """
        [receiver.websocket]
        listen = "0.0.0.0:%d"
        join = true
        names = ["%s"]

        [sink.postgres]
        url = "%s"
        """
            .formatted(PORT, address, url));
  }

  /** Starts it again. */
  void start() throws IOException {
    node.start("--port", Integer.toString(CONSOLE));
  }

  private String url() {
    return "http://127.0.0.1:" + console.port();
  }

  /** Whether it says that it is ready. */
  boolean ready() {
    try {
      if (!(URI.create(url() + "/readyz").toURL().openConnection()
          instanceof HttpURLConnection http)) {
        return false;
      }
      http.setConnectTimeout(LOOK_MILLIS);
      http.setReadTimeout(LOOK_MILLIS);
      return http.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits until it is. */
  void awaitReady() throws Exception {
    Await.until("ready, see " + node.output(), READY, this::ready, ready -> ready);
  }

  /** An administrator of it, when it is ready; the first call makes one. */
  Api api() throws IOException, InterruptedException {
    Api known = api;
    if (known == null) {
      known = Api.setUp(url(), Files.readString(node.data().resolve("secrets/setup")).strip());
      api = known;
    }
    return known;
  }

  /** The key and certificate that agents are known by. */
  Path authority() {
    return node.data().resolve("identity/authority.pem");
  }

  /** A token that an agent of this name joins with. */
  String invite(String name) throws IOException, InterruptedException {
    api();
    return node.ask(
        Api.PASSWORD + "\n",
        "token",
        "create",
        "--role=agent",
        "--name=" + name,
        "--user=" + Api.USER,
        "--password-stdin");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    node.close();
    console.close();
  }
}
