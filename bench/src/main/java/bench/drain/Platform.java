package bench.drain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The standalone distribution with a heap of 64 MiB, in a folder of its own. */
final class Platform implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_NANOS = 50_000_000L;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final Process process;
  private final String url;
  private final String token;

  private Platform(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.process = launch(folder);
    this.url = awaitReady();
    this.token = token();
  }

  static Platform start(Path folder) throws IOException, InterruptedException {
    return new Platform(folder);
  }

  private static Process launch(Path folder) throws IOException {
    Path home;
    try (Stream<Path> found = Files.list(Path.of("distributions/standalone/target"))) {
      home = found.filter(p -> Files.exists(p.resolve("bin/monitor"))).findFirst().orElseThrow();
    }
    Files.writeString(
        folder.resolve("monitor.toml"),
        """
        [collector.metrics]
        interval = "1s"

        [[collector.logs]]
        name = "live"
        paths = ["%s/*.log"]
        """
            .formatted(folder));
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/monitor").toString(),
                "run",
                "--no-supervisor",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--config",
                folder.resolve("monitor.toml").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().put("MONITOR_JAVA_OPTS", "-Xmx64m");
    return builder.start();
  }

  private String awaitReady() throws IOException {
    Path output = folder.resolve("output.txt");
    while (!Files.readString(output).contains("is ready")) {
      if (!process.isAlive()) {
        throw new IOException(Files.readString(output));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    JsonNode run = JSON.readTree(folder.resolve("data/run/monitor.json").toFile());
    return run.path("url").asText().replaceAll("/+$", "") + "/api/v1/";
  }

  private String token() throws IOException, InterruptedException {
    String secret = Files.readString(folder.resolve("data/secrets/setup")).strip();
    Map<String, String> admin =
        Map.of("secret", secret, "username", "root", "password", "correct-horse-battery-7");
    HttpResponse<String> session = post("setup", admin, Map.of());
    String cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    String csrf = JSON.readTree(session.body()).path("csrf").asText();
    Map<String, String> wanted = Map.of("name", "bench", "role", "admin", "expiresIn", "1h");
    HttpResponse<String> created =
        post("tokens", wanted, Map.of("Cookie", cookie, "X-CSRF-Token", csrf));
    return JSON.readTree(created.body()).path("token").asText();
  }

  private HttpResponse<String> post(String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Hands one metric in; answers the status: 202 when it is durable. */
  int submit(String name, long value) throws IOException, InterruptedException {
    Map<String, Object> metric = Map.of("name", name, "value", value);
    return post(
            "metrics",
            Map.of("metrics", List.of(metric)),
            Map.of("Authorization", "Bearer " + token))
        .statusCode();
  }

  /** A session of its database. */
  Connection connect() throws IOException, SQLException {
    Path postgres = folder.resolve("data/postgres");
    List<String> note = Files.readAllLines(cluster(postgres).resolve("postmaster.pid"));
    String password = Files.readString(postgres.resolve("password")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + note.get(3).strip() + "/monitor", "monitor", password);
  }

  private static Path cluster(Path postgres) throws IOException {
    try (Stream<Path> found = Files.list(postgres)) {
      return found
          .filter(path -> Files.exists(path.resolve("postmaster.pid")))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Stops or continues all processes of the database. */
  void signalDatabase(String signal) throws IOException, InterruptedException {
    List<String> note =
        Files.readAllLines(cluster(folder.resolve("data/postgres")).resolve("postmaster.pid"));
    ProcessHandle server = ProcessHandle.of(Long.parseLong(note.getFirst())).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", signal));
    Stream.concat(Stream.of(server), server.descendants())
        .forEach(one -> command.add(Long.toString(one.pid())));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Processor seconds of the platform, without its database. */
  double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** Resident memory, in MiB. */
  long residentMib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    throw new IOException("no VmRSS");
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
    client.close();
  }
}
