package monitor.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The agent from its archive, as a process of its own in a folder of the test: with the Java that
 * it brings along, and an environment that knows of no other.
 */
final class Agent implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(40);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String javaOptions;
  private Process process;

  private Agent(Path folder, String javaOptions) throws IOException {
    this.folder = folder;
    this.javaOptions = javaOptions;
    this.process = launch();
  }

  /** What a command said. */
  record Answer(int exitCode, String text) {
    JsonNode json() throws IOException {
      return JSON.readTree(text);
    }
  }

  /** Unpacks the archive, writes the configuration and starts; returns when it is ready. */
  static Agent start(Path folder, String configuration) throws Exception {
    return start(folder, configuration, "");
  }

  /** The same, with further options of Java. */
  static Agent start(Path folder, String configuration, String javaOptions) throws Exception {
    Files.createDirectories(folder.resolve("watched"));
    Surroundings.unpack("agent", folder);
    Files.writeString(folder.resolve("monitor.toml"), configuration);
    Agent agent = new Agent(folder, javaOptions);
    Await.until(
        "ready, see " + folder.resolve("output.txt"),
        READY,
        agent::output,
        text -> text.contains("Monitor is ready: unix:"));
    return agent;
  }

  /** The unpacked distribution. */
  Path home() {
    return home(folder);
  }

  private static Path home(Path folder) {
    return folder.resolve(Surroundings.assembled("agent").getFileName());
  }

  private Process launch() throws IOException {
    List<String> run =
        List.of("run", "--no-supervisor", "--config", folder.resolve("monitor.toml").toString());
    ProcessBuilder builder = command(folder, run);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.txt").toFile()));
    builder.environment().put("MONITOR_JAVA_OPTS", javaOptions);
    return builder.start();
  }

  private static ProcessBuilder command(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home(folder).resolve("bin/monitor").toString());
    command.addAll(arguments);
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8"));
    return builder;
  }

  /** Runs a command against it. */
  Answer ask(String... arguments) throws Exception {
    Process asked = command(folder, List.of(arguments)).start();
    String text = new String(asked.getInputStream().readAllBytes());
    if (!asked.waitFor(READY.toSeconds(), TimeUnit.SECONDS)) {
      asked.destroyForcibly();
      throw new AssertionError(String.join(" ", arguments) + " does not end: " + text);
    }
    return new Answer(asked.exitValue(), text);
  }

  /** The program that it runs. */
  Path program() throws IOException {
    return Path.of("/proc", Long.toString(process.pid()), "exe").toRealPath();
  }

  /** Files that it has mapped into memory. */
  List<Path> mapped() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "maps")).stream()
        .filter(line -> line.contains(" /"))
        .map(line -> Path.of(line.substring(line.indexOf(" /") + 1)))
        .distinct()
        .toList();
  }

  /** Addresses that it listens on over TCP, as the kernel has them. */
  List<String> ports() throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    List<String> inodes = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring(8, target.length() - 1));
        }
      }
    }
    List<String> ports = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(proc.resolve("net").resolve(table))) {
        String[] cells = line.strip().split("\\s+");
        if (cells.length > 9 && cells[3].equals("0A") && inodes.contains(cells[9])) {
          ports.add(cells[1]);
        }
      }
    }
    return ports;
  }

  Path data() {
    return folder.resolve("data");
  }

  Path watched(String file) {
    return folder.resolve("watched").resolve(file);
  }

  Path configuration() {
    return folder.resolve("monitor.toml");
  }

  String output() throws IOException {
    Path file = folder.resolve("output.txt");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Ends it as a crash does, and starts it again on the same data. */
  void crash() throws Exception {
    process.destroyForcibly().waitFor();
    process = launch();
  }

  boolean runs() {
    return process.isAlive();
  }

  /** Waits until it has ended, and answers its exit code. */
  int end() throws Exception {
    if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end within " + STOP + ": " + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    end();
  }
}
