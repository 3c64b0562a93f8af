package bench.platform;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** An assembled distribution that runs, in a folder of its own. */
public final class Platform implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_NANOS = 50_000_000L;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final Process process;
  private String url = "";
  private String token = "";

  private Platform(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts one and returns when it is ready.
   *
   * @param distribution {@code agent}, {@code collector} or {@code standalone}, which is built
   * @param javaOptions beside those of the distribution, separated by spaces
   */
  public static Platform start(
      Path folder, String distribution, String configuration, String javaOptions)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("monitor.toml"), configuration);
    Platform platform =
        new Platform(folder, launch(folder, home(folder, distribution), javaOptions));
    platform.awaitReady();
    return platform;
  }

  /** The folder that the build assembled, or what its archive holds: it has a Java of its own. */
  private static Path home(Path folder, String distribution) throws IOException {
    Path target = Path.of("distributions", distribution, "target");
    try (Stream<Path> found = Files.list(target)) {
      for (Path file : found.toList()) {
        if (file.toString().endsWith(".tar.gz")) {
          return unpacked(file, folder);
        }
      }
    }
    return assembled(target);
  }

  private static Path unpacked(Path archive, Path folder) throws IOException {
    List<String> tar = List.of("tar", "-xzf", archive.toString(), "-C", folder.toString());
    new ProcessBuilder(tar).inheritIO().start().onExit().join();
    return assembled(folder);
  }

  private static Path assembled(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(p -> Files.exists(p.resolve("bin/monitor"))).findFirst().orElseThrow();
    }
  }

  private static Process launch(Path folder, Path home, String javaOptions) throws IOException {
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
    builder.environment().put("MONITOR_JAVA_OPTS", javaOptions);
    return builder.start();
  }

  private void awaitReady() throws IOException {
    Path output = folder.resolve("output.txt");
    while (!Files.readString(output).contains("is ready")) {
      if (!process.isAlive()) {
        throw new IOException(Files.readString(output));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    JsonNode run = JSON.readTree(folder.resolve("data/run/monitor.json").toFile());
    url = run.path("url").asText().replaceAll("/+$", "") + "/api/v1/";
  }

  /** Makes an administrator and a token for {@link #submit}. */
  public void setUp() throws IOException, InterruptedException {
    String secret = Files.readString(folder.resolve("data/secrets/setup")).strip();
    Map<String, String> admin =
        Map.of("secret", secret, "username", "root", "password", "correct-horse-battery-7");
    HttpResponse<String> session = post("setup", admin, Map.of());
    String cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    String csrf = JSON.readTree(session.body()).path("csrf").asText();
    Map<String, String> wanted = Map.of("name", "bench", "role", "admin", "expiresIn", "1h");
    HttpResponse<String> created =
        post("tokens", wanted, Map.of("Cookie", cookie, "X-CSRF-Token", csrf));
    token = JSON.readTree(created.body()).path("token").asText();
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
  public int submit(String name, long value) throws IOException, InterruptedException {
    Map<String, Object> metric = Map.of("name", name, "value", value);
    return post(
            "metrics",
            Map.of("metrics", List.of(metric)),
            Map.of("Authorization", "Bearer " + token))
        .statusCode();
  }

  /** A session of its database, as soon as there is one. */
  public Connection connect() throws IOException, SQLException {
    Path postgres = folder.resolve("data/postgres");
    while (cluster(postgres).isEmpty()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    List<String> note = note(postgres);
    String password = Files.readString(postgres.resolve("password")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + note.get(3).strip() + "/monitor", "monitor", password);
  }

  private static List<String> note(Path postgres) throws IOException {
    return Files.readAllLines(cluster(postgres).orElseThrow().resolve("postmaster.pid"));
  }

  private static Optional<Path> cluster(Path postgres) throws IOException {
    if (Files.notExists(postgres)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(postgres)) {
      return found.filter(path -> Files.exists(path.resolve("postmaster.pid"))).findFirst();
    }
  }

  /** Stops or continues all processes of the database. */
  public void signalDatabase(String signal) throws IOException, InterruptedException {
    List<String> note = note(folder.resolve("data/postgres"));
    ProcessHandle server = ProcessHandle.of(Long.parseLong(note.getFirst())).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", signal));
    Stream.concat(Stream.of(server), server.descendants())
        .forEach(one -> command.add(Long.toString(one.pid())));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Processor seconds of the platform, without its database. */
  public double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** Resident memory, in MiB. */
  public long residentMib() throws IOException {
    return memory().residentMib();
  }

  /**
   * Memory of the process in MiB.
   *
   * @param proportionalMib with its share of what it has in common with other processes
   * @param dirtyMib its own, and changed: what stays when the system needs memory
   * @param cleanMib its own, as it lies in files
   */
  public record Memory(long residentMib, long proportionalMib, long dirtyMib, long cleanMib) {}

  /** The memory that it has now. */
  public Memory memory() throws IOException {
    Map<String, Long> kib = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
      if (line.endsWith(" kB")) {
        kib.put(line.split(":", 2)[0], Long.parseLong(line.split(":", 2)[1].replaceAll("\\D", "")));
      }
    }
    return new Memory(
        kib.getOrDefault("Rss", 0L) >> 10,
        kib.getOrDefault("Pss", 0L) >> 10,
        kib.getOrDefault("Private_Dirty", 0L) >> 10,
        kib.getOrDefault("Private_Clean", 0L) >> 10);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
    client.close();
  }
}
