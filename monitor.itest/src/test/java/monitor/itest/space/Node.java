package monitor.itest.space;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import monitor.itest.Surroundings;
import org.jspecify.annotations.Nullable;

/** A distribution that runs on a host, without a supervisor: whoever kills it starts it again. */
final class Node implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(120);
  private static final Duration COMMAND = Duration.ofSeconds(180);

  private final Space space;
  private final String host;
  private final Path home;
  private final Path folder;
  private @Nullable Process process;

  /**
   * Starts nothing yet.
   *
   * @param distribution its name
   */
  Node(Space space, String host, String distribution, Path folder) throws IOException {
    this.space = space;
    this.host = host;
    this.home = Surroundings.assembled(distribution);
    this.folder = Files.createDirectories(folder);
  }

  String host() {
    return host;
  }

  Path home() {
    return home;
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  Path output() {
    return folder.resolve("output.txt");
  }

  /** Writes its configuration, which it reads when it starts, and follows while it runs. */
  void configure(String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("monitor.toml.new"), text);
    Files.move(fresh, folder.resolve("monitor.toml"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts it; returns at once. */
  void start(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--no-supervisor"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--config", folder.resolve("monitor.toml").toString()));
    process =
        command(arguments)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
            .start();
  }

  private ProcessBuilder command(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(home.resolve("bin/monitor").toString()));
    all.addAll(arguments);
    all.addAll(List.of("--data", data().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(space.command(host, all)).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /** Runs a command on its host that is given this, and answers what it printed. */
  String ask(String given, String... arguments) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors.txt");
    Process asked =
        command(List.of(arguments))
            .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
            .start();
    asked.getOutputStream().write(given.getBytes(StandardCharsets.UTF_8));
    asked.getOutputStream().close();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!asked.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS) || asked.exitValue() != 0) {
      asked.destroyForcibly();
      throw new IOException(
          "%s: %s%s".formatted(String.join(" ", arguments), said, Files.readString(errors)));
    }
    return said;
  }

  /** Its process, or none. */
  List<ProcessHandle> processes() {
    Process running = process;
    return running == null || !running.isAlive() ? List.of() : List.of(running.toHandle());
  }

  /** Asks it to stop, and waits. */
  void stop() throws InterruptedException {
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
      running.destroyForcibly().waitFor();
      throw new AssertionError("it did not stop within " + STOP + ", see " + output());
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }
}
