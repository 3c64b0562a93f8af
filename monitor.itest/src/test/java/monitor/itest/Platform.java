package monitor.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A distribution with an HTTP server as a process of its own, in a folder of the test. */
final class Platform implements AutoCloseable {
  /** The first start unpacks and makes a database, on a machine that may be busy with a build. */
  static final Duration READY = Duration.ofSeconds(120);

  private static final Duration STOP = Duration.ofSeconds(40);

  private final Path home;
  private final Path folder;
  private Process process;

  private Platform(Path home, Path folder, Process process) {
    this.home = home;
    this.folder = folder;
    this.process = process;
  }

  /** Writes the configuration and starts the standalone distribution; returns at once. */
  static Platform start(Path folder, String configuration, String... before) throws IOException {
    return start(Surroundings.DISTRIBUTION, folder, configuration, before);
  }

  /** Writes the configuration and starts what lies in a folder; returns at once. */
  static Platform start(Path home, Path folder, String configuration, String... before)
      throws IOException {
    Files.createDirectories(folder.resolve("watched"));
    Files.writeString(folder.resolve("monitor.toml"), configuration);
    return new Platform(home, folder, launch(home, folder, before));
  }

  private static Process launch(Path home, Path folder, String... before) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--no-supervisor", "--port", "0"));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of("--config", folder.resolve("monitor.toml").toString()));
    return command(home, folder, arguments, before);
  }

  /** Runs the command {@code monitor} of the standalone distribution. */
  static Process command(Path folder, List<String> arguments, String... before) throws IOException {
    return command(Surroundings.DISTRIBUTION, folder, arguments, before);
  }

  /** Runs the command {@code monitor}; its output is appended to {@code output.txt}. */
  private static Process command(Path home, Path folder, List<String> arguments, String... before)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(home.resolve("bin/monitor").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.txt").toFile()));
    return builder.start();
  }

  /** Starts again on the same data. */
  void restart() throws IOException {
    process = launch(home, folder);
  }

  Path data() {
    return folder.resolve("data");
  }

  Path watched(String file) {
    return folder.resolve("watched").resolve(file);
  }

  Path dropFolder() {
    return data().resolve("plugins");
  }

  String output() throws IOException {
    return Files.readString(folder.resolve("output.txt"));
  }

  /** Waits for {@code /readyz} and answers the address. */
  String awaitReady() throws Exception {
    Await.until("ready, see " + folder.resolve("output.txt"), READY, this::ready, ready -> ready);
    return url();
  }

  private boolean ready() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("it ended with " + process.exitValue() + ": " + output());
    }
    try {
      return URI.create(url() + "/readyz").toURL().openConnection()
              instanceof HttpURLConnection http
          && http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String url() throws IOException {
    JsonNode run = new ObjectMapper().readTree(data().resolve("run/monitor.json").toFile());
    if (run.path("pid").asLong() != pid()) {
      throw new IOException("the address is that of another process");
    }
    return run.path("url").asText().replaceAll("/+$", "");
  }

  /** The process itself: the script replaces itself by Java. */
  long pid() {
    return process.pid();
  }

  /** Makes the first administrator. */
  Api setUp() throws Exception {
    return Api.setUp(awaitReady(), Files.readString(data().resolve("secrets/setup")).strip());
  }

  /** Ends it as a crash does. */
  void kill() throws Exception {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to stop with TERM and answers how long it took; fails when it takes too long. */
  Duration terminate() throws Exception {
    long start = System.nanoTime();
    process.destroy();
    if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it did not stop within " + STOP + ": " + output());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  int exitValue() {
    return process.exitValue();
  }

  @Override
  public void close() throws Exception {
    if (process.isAlive()) {
      terminate();
    }
    Database.stopLeftOver(data());
  }
}
