package monitor.cli.launch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/**
 * Collects for a moment and prints what was collected as JSON lines: the platform with a data
 * folder that is thrown away, the console in the place of the database, and a free port.
 *
 * @param installation what is run
 * @param configuration the main configuration file
 * @param distribution name of the distribution
 */
public record OneShot(Installation installation, Path configuration, String distribution) {
  /** From the first line that was printed; long enough for a look of every source. */
  private static final Duration MOMENT = Duration.ofSeconds(3);

  /**
   * Runs, and returns when everything was printed.
   *
   * @return whether it stopped within the time
   */
  public boolean run() throws LaunchException, RefusedConfiguration, InterruptedException {
    PrintStream before = System.out;
    try {
      return run(Files.createTempDirectory("monitor"));
    } catch (IOException e) {
      throw new LaunchException("Cannot use a folder for the moment: " + e, e);
    } finally {
      System.setOut(before);
    }
  }

  private boolean run(Path data)
      throws IOException, LaunchException, RefusedConfiguration, InterruptedException {
    try {
      Path overlay = Files.createDirectories(data.resolve("config")).resolve("sink.console.json");
      Files.writeString(overlay, "{\"format\": \"json\"}");
      CountDownLatch stop = new CountDownLatch(1);
      System.setOut(new PrintStream(new Watched(System.out, stop), true, StandardCharsets.UTF_8));
      Map<String, String> properties = Map.of("monitor.plugins", withoutStorage(data).toString());
      return new Launcher(
              installation,
              data,
              configuration,
              distribution,
              0,
              Level.WARN,
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
              properties,
              stop)
          .run();
    } finally {
      delete(data);
    }
  }

  /** A folder with the plugins but the database, and what would ring for one look. */
  private Path withoutStorage(Path data) throws IOException {
    Path folder = Files.createDirectories(data.resolve("once"));
    List<Path> jars = Installation.jars(installation.plugins());
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      if (!name.startsWith("sink.postgres") && !name.startsWith("analysis.alerts")) {
        Files.copy(jar, folder.resolve(name));
      }
    }
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Counts down a moment after something was first printed. */
  private static final class Watched extends FilterOutputStream {
    private final CountDownLatch stop;
    private boolean printed;

    Watched(OutputStream out, CountDownLatch stop) {
      super(out);
      this.stop = stop;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      if (!printed) {
        printed = true;
        CompletableFuture.delayedExecutor(MOMENT.toMillis(), TimeUnit.MILLISECONDS)
            .execute(stop::countDown);
      }
    }
  }
}
