package collector.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import monitor.api.event.Event;
import monitor.api.event.Sample;
import monitor.api.status.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that nobody here wrote: the node_exporter of the distribution, beside /proc. */
class NodeExporterTest {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-node-exporter");

  @TempDir static Path folder;

  private static Process exporter;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.isExecutable(PROGRAM), "not run: prometheus-node-exporter is not installed");
    int port = freePort();
    url = "http://127.0.0.1:%d/metrics".formatted(port);
    exporter = run(port);
  }

  /** With the loopback device, which the packages of some distributions leave out. */
  private static Process run(int port) throws IOException {
    return new ProcessBuilder(
            PROGRAM.toString(),
            "--web.listen-address=127.0.0.1:" + port,
            "--collector.netdev.device-exclude=^$")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log-" + port).toFile())
        .start();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (exporter != null) {
      exporter.destroy();
      exporter.waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static long proc(String file, String key) throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc", file)).stream()
            .filter(each -> each.strip().startsWith(key))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.strip().split("\\s+")[1]);
  }

  /** Seconds that all processors spent in a mode, by the column of /proc/stat. */
  private static double processors(int column) throws IOException {
    String line = Files.readAllLines(Path.of("/proc/stat")).getFirst();
    return Long.parseLong(line.split("\\s+")[column]) / 100.0;
  }

  private static double sum(Map<String, Double> scrape, String name, String label) {
    return scrape.entrySet().stream()
        .filter(each -> each.getKey().startsWith(name + "{") && each.getKey().contains(label))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** What grows lies between what is read before and after; what stays is equal. */
  @Test
  void agreesWithWhatTheKernelShows() throws Exception {
    double userBefore = processors(1);
    long receivedBefore = proc("net/dev", "lo:");
    try (Scraped scraped = new Scraped(Map.of("targets", List.of(url), "interval", "1s"))) {
      Map<String, Double> scrape = scraped.scrape(scraped.await("up", value -> value == 1));
      double userAfter = processors(1);
      assertThat(scrape.get("node_memory_MemTotal_bytes"))
          .isEqualTo(1024.0 * proc("meminfo", "MemTotal:"));
      assertThat(scrape.get("node_boot_time_seconds")).isEqualTo((double) proc("stat", "btime"));
      assertThat(sum(scrape, "node_cpu_seconds_total", "mode=user"))
          .isBetween(userBefore - 0.01, userAfter + 0.01);
      assertThat(scrape.get("node_network_receive_bytes_total{device=lo}"))
          .isBetween((double) receivedBefore, (double) proc("net/dev", "lo:"));
      assertThat(scrape.keySet().stream().filter(key -> key.matches("node_cpu_seconds.*=idle}")))
          .hasSize(onlineProcessors());
      assertThat(scrape.get("scrape_samples_duplicate")).isZero();
      assertThat(scrape.get("scrape_samples_untimely")).isZero();
    }
  }

  private static int onlineProcessors() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      return (int) lines.filter(line -> line.matches("cpu[0-9]+ .*")).count();
    }
  }

  /** Every line of the text is a sample, read here by a pattern. */
  @Test
  void missesNoLineOfTheText() throws Exception {
    try (Scraped scraped = new Scraped(Map.of("targets", List.of(url), "interval", "1s"))) {
      Event up = scraped.await("up", value -> value == 1);
      Set<String> names = new HashSet<>();
      for (String line : text().split("\n")) {
        if (!line.startsWith("#")) {
          names.add(line.split("[{ ]", 2)[0]);
        }
      }
      Set<String> seen = new HashSet<>();
      for (Event event : scraped.events()) {
        if (event.timeNanos() == up.timeNanos() && event.payload() instanceof Sample sample) {
          seen.add(sample.series().name());
        }
      }
      assertThat(names).hasSizeGreaterThan(100);
      // Some of its own appear with the first answer only.
      names.removeIf(name -> name.startsWith("promhttp_"));
      assertThat(seen).containsAll(names);
      assertThat(scraped.series("node_cpu_seconds_total").unit()).isEqualTo("s");
      assertThat(scraped.series("node_memory_MemFree_bytes").unit()).isEqualTo("By");
    }
  }

  private static String text() throws IOException {
    try (var in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void tellsWhenItEnds() throws Exception {
    int port = freePort();
    Process other = run(port);
    try (Scraped scraped =
        new Scraped(
            Map.of(
                "targets",
                List.of("http://127.0.0.1:%d/metrics".formatted(port)),
                "interval",
                "500ms"))) {
      double series = scraped.scrape(scraped.await("up", value -> value == 1)).size();
      other.destroy();
      other.waitFor();
      long ended = System.currentTimeMillis() * 1_000_000;
      scraped
          .harness()
          .await(
              () ->
                  scraped.events().stream()
                      .anyMatch(event ->
                          event.timeNanos() > ended
                              && event.payload() instanceof Sample sample
                              && sample.series().name().equals("up")
                              && sample.value() == 0),
              Scraped.PATIENCE,
              "the end");
      assertThat(series).isGreaterThan(100);
      assertThat(scraped.awaitStatus(Status.Level.DEGRADED).reason())
          .contains("the connection was refused");
    } finally {
      other.destroyForcibly();
    }
  }
}
