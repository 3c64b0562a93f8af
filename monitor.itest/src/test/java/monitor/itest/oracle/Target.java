package monitor.itest.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import monitor.itest.Api;
import monitor.itest.Await;
import monitor.itest.Database;
import org.jspecify.annotations.Nullable;

/**
 * The platform under test: an assembled distribution that runs with its supervisor in a work
 * folder, and its database. Any thread may look; one starts and stops.
 */
public final class Target implements Subject, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOOK_MILLIS = 2_000;
  private static final Duration END = Duration.ofSeconds(90);

  private final Path distribution;
  private final Path folder;
  private final Map<String, String> environment;
  private volatile @Nullable Process supervisor;
  private volatile @Nullable Api api;

  /**
   * Starts nothing yet.
   *
   * @param distribution the assembled distribution
   * @param folder where configuration, data, watched files and output go
   * @param environment variables for the platform, such as {@code MONITOR_JAVA_OPTS}
   */
  public Target(Path distribution, Path folder, Map<String, String> environment) {
    this.distribution = distribution;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /** The data folder of the platform. */
  public Path data() {
    return folder.resolve("data");
  }

  /** The folder of the watched files. */
  public Path watched() {
    return folder.resolve("watched");
  }

  /** The work folder. */
  public Path folder() {
    return folder;
  }

  /** Starts the supervisor, as an init system would. */
  public void start() throws IOException {
    Files.writeString(folder.resolve("monitor.toml"), Load.configuration(watched()));
    ProcessBuilder builder =
        new ProcessBuilder(
            distribution.resolve("bin/monitor").toString(),
            "run",
            "--port=0",
            "--data=" + data(),
            "--config=" + folder.resolve("monitor.toml"));
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.txt").toFile()));
    supervisor = builder.start();
  }

  /** The supervisor, if it runs. */
  public Optional<ProcessHandle> supervisor() {
    return Optional.ofNullable(supervisor).map(Process::toHandle).filter(ProcessHandle::isAlive);
  }

  /** The platform's Java process, if it runs. */
  public Optional<ProcessHandle> platform() {
    return supervisor().stream()
        .flatMap(ProcessHandle::children)
        .filter(child -> child.info().command().filter(path -> path.endsWith("/java")).isPresent())
        .findFirst();
  }

  /** The postmaster, if it runs. */
  public Optional<ProcessHandle> postmaster() throws IOException {
    return Database.postmaster(data());
  }

  /** Ends processes as a crash does; returns when they are gone. */
  public static void kill(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  /** Whether the platform says that it is ready. */
  public boolean ready() {
    try {
      Optional<String> url = url();
      if (url.isEmpty()
          || !(URI.create(url.get() + "/readyz").toURL().openConnection()
              instanceof HttpURLConnection http)) {
        return false;
      }
      http.setConnectTimeout(LOOK_MILLIS);
      http.setReadTimeout(LOOK_MILLIS);
      return http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The address of the process that runs now. */
  private Optional<String> url() throws IOException {
    Path note = data().resolve("run/monitor.json");
    Optional<ProcessHandle> platform = platform();
    if (platform.isEmpty() || !Files.exists(note)) {
      return Optional.empty();
    }
    JsonNode run = JSON.readTree(note.toFile());
    return run.path("pid").asLong() == platform.get().pid()
        ? Optional.of(run.path("url").asText().replaceAll("/+$", ""))
        : Optional.empty();
  }

  /**
   * Waits until it is ready.
   *
   * @throws AssertionError after the deadline
   */
  public void awaitReady(Duration deadline) throws Exception {
    Await.until(
        "ready, see " + folder.resolve("output.txt"), deadline, this::ready, ready -> ready);
  }

  @Override
  public JsonNode pipeline() throws IOException, InterruptedException {
    return api().get("pipeline");
  }

  /** An administrator of a ready platform; the first call makes one. */
  public synchronized Api api() throws IOException, InterruptedException {
    String url = url().orElseThrow(() -> new IOException("the platform does not run"));
    Api known = api;
    if (known == null) {
      known = Api.setUp(url, Files.readString(data().resolve("secrets/setup")).strip());
      api = known;
    }
    return known.at(url);
  }

  @Override
  public Connection connect() throws IOException, SQLException {
    return Database.connect(data(), "monitor");
  }

  /** Asks it to stop, waits, and answers its exit code; a platform that does not is killed. */
  public int stop() throws InterruptedException {
    Process running = supervisor;
    if (running == null) {
      return 0;
    }
    List<ProcessHandle> all = running.descendants().toList();
    running.destroy();
    if (!running.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
      kill(all);
      running.destroyForcibly();
    }
    return running.waitFor();
  }

  @Override
  public void close() throws Exception {
    stop();
    Database.stopLeftOver(data());
  }
}
