package collector.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import monitor.api.event.Kind;
import monitor.api.event.Sample;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mount points with letters beyond ASCII, in a process of its own, since the locale with which Java
 * writes paths is that of its start.
 */
class NamesBeyondAsciiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path root;

  /** Prints the samples of the first round, and the status. */
  static final class Trial {
    public static void main(String[] arguments) throws Exception {
      MetricsConfiguration configuration =
          TestConfiguration.of(MetricsConfiguration.class, Map.of("root", arguments[0]));
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
      try (SourceHarness harness = SourceHarness.of(new MetricsSource(configuration)).start()) {
        harness.awaitEvent(event -> event.payload().kind().equals(Kind.SAMPLE), PATIENCE);
        harness.recorded().events().stream()
            .filter(event -> event.payload() instanceof Sample)
            .map(event -> ((Sample) event.payload()).series())
            .forEach(series -> out.println(series.name() + " " + series.attributes()));
        out.println(harness.recorded().status());
      }
    }
  }

  private List<String> lines(String locale) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
            Trial.class.getName(),
            root.toString());
    builder.environment().put("LC_ALL", locale);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return text.lines().toList();
  }

  /** By a shell, as this process may have no locale either. */
  private void makeFolders() throws Exception {
    String command =
        "cd \"$1\" && mkdir -p \"$(printf 'media/M\\303\\274ller')\" "
            + "\"$(printf 'media/M\\374nch')\"";
    assertThat(new ProcessBuilder("sh", "-c", command, "sh", root.toString()).start().waitFor())
        .isZero();
  }

  private void mount(byte[] line) throws Exception {
    Files.write(root.resolve("proc/1/mountinfo"), line, StandardOpenOption.APPEND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void areMeasuredInAnyLocale(String locale) throws Exception {
    new GoldenHost("database-server", root).show("first");
    makeFolders();
    mount("35 27 8:49 / /media/Müller rw - vfat /dev/sdd1 rw\n".getBytes(UTF_8));
    mount("36 27 8:65 /Büro /media/Münch rw - vfat /dev/sde1 rw\n".getBytes(ISO_8859_1));
    List<String> lines = lines(locale);
    assertThat(lines)
        .anyMatch(line -> line.startsWith("system.cpu.load_average.1m "))
        .anyMatch(line -> line.startsWith("system.memory.usage "))
        .anyMatch(line -> measures(line, "/media/Müller", "/dev/sdd1"))
        // bytes that are no UTF-8 reach the kernel all the same, and are shown as what they are not
        .anyMatch(line -> measures(line, "/media/M\ufffdnch", "/dev/sde1"));
    assertThat(lines).last().asString().contains("OK");
  }

  private static boolean measures(String line, String point, String device) {
    return line.startsWith("system.filesystem.usage ")
        && line.contains("system.filesystem.mountpoint=" + point + ",")
        && line.contains("system.device=" + device + ",");
  }
}
