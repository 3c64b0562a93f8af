package bench.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import monitor.api.event.Kind;

/** {@link Flood} in a process of its own. */
final class FloodProcess implements AutoCloseable {
  private static final int AGENTS = 2;

  private final Process process;
  private final BufferedReader says;
  private final OutputStream in;

  private FloodProcess(Process process) {
    this.process = process;
    this.says = process.inputReader();
    this.in = process.getOutputStream();
  }

  /** Starts it; returns when its batches are made and its agents are connected. */
  static FloodProcess start(int port, Kind kind, int events, int eventsPerBatch, String names)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Flood.class.getName(),
            Integer.toString(port),
            kind.name(),
            Integer.toString(events),
            Integer.toString(eventsPerBatch),
            Integer.toString(AGENTS),
            names);
    FloodProcess started =
        new FloodProcess(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    started.await("ready");
    return started;
  }

  /** Sends everything; returns the seconds until all was accepted. */
  double run() throws IOException {
    long start = System.nanoTime();
    next();
    await("done");
    return (System.nanoTime() - start) / 1e9;
  }

  private void next() throws IOException {
    in.write('\n');
    in.flush();
  }

  private void await(String word) throws IOException {
    String line = says.readLine();
    while (line != null && !line.equals(word)) {
      line = says.readLine();
    }
    if (line == null) {
      throw new IOException("the agents have ended");
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
