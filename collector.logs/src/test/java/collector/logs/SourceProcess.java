package collector.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import monitor.testkit.SourceHarness;

/** A source in a process of its own, whose limits and rights a shell has changed before. */
final class SourceProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final Writer in;
  private final List<String> seen = new ArrayList<>();

  /**
   * @param command of the shell, with {@code "$@"} for the call of Java
   */
  SourceProcess(Path folder, String pattern, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("source");
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    all.add(System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")));
    all.addAll(List.of(SourceProcess.class.getName(), folder.toString(), pattern));
    process = new ProcessBuilder(all).redirectErrorStream(true).start();
    out = process.inputReader();
    in = process.outputWriter();
  }

  /**
   * Prints what the source emits and how it is, until it ends by itself; each line of the input
   * stops it, or starts it again.
   */
  public static void main(String[] arguments) throws Exception {
    LogFolder logs = new LogFolder(Path.of(arguments[0]));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (SourceHarness harness = logs.settings(arguments[1]).harness().start()) {
      int printed = 0;
      String status = "";
      while (true) {
        List<String> lines = LogFolder.lines(harness);
        for (; printed < lines.size(); printed++) {
          System.out.println("line " + lines.get(printed));
        }
        String now = harness.recorded().status().toString();
        if (!now.equals(status)) {
          status = now;
          System.out.println(status);
        }
        if (harness.awaitEnd(Duration.ofMillis(20))) {
          System.out.println("ended by " + harness.failure());
          return;
        }
        if (System.in.available() > 0) {
          harness.stop(LogFolder.PATIENCE);
          in.readLine();
          System.out.println("stopped");
          in.readLine();
          harness.start();
        }
      }
    }
  }

  /**
   * Waits until a line has been printed; all lines until then are in the message of the failure.
   */
  void await(Predicate<String> wanted) throws IOException {
    if (seen.stream().anyMatch(wanted)) {
      return;
    }
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      seen.add(line);
      if (wanted.test(line)) {
        return;
      }
    }
    assertThat(seen).as("what the process printed").anyMatch(wanted);
  }

  /** Stops the source, and waits until it has ended. */
  void stop() throws IOException {
    toggle();
    await("stopped"::equals);
  }

  /** Starts it again where it was stopped, once. */
  void start() throws IOException {
    toggle();
  }

  private void toggle() throws IOException {
    in.write('\n');
    in.flush();
  }

  List<String> lines() {
    return seen.stream().filter(line -> line.startsWith("line ")).map(l -> l.substring(5)).toList();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
