package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a person sees of a running platform. One platform for all of them, as none disturbs another.
 * The two seconds of the specification are doubled, as a build may run beside.
 */
class PlatformIT {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration TWO_SECONDS_DOUBLED = Duration.ofSeconds(4);
  private static final Duration THIRTY_SECONDS = Duration.ofSeconds(30);

  private static Platform platform;
  private static Api api;
  private static Path targets;
  private static Path token;
  private static ServerSocket server;

  @BeforeAll
  static void start() throws Exception {
    Path folder = Surroundings.emptyFolder("platform");
    targets = Files.createFile(folder.resolve("targets"));
    token = Files.createFile(folder.resolve("token"));
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    String configuration =
        Configurations.standard(folder)
            + Configurations.scrape(targets, token)
            + Configurations.capture(server.getLocalPort());
    platform = Platform.start(folder, configuration);
    api = platform.setUp();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
    server.close();
  }

  @Test
  void storesProcessorLoadThatAgreesWithTheKernel() throws Exception {
    ProcStat before = ProcStat.read();
    Instant from = Instant.now();
    CpuHistory seen =
        Await.until(
            "eight seconds of points, the last not older than 5 s",
            THIRTY_SECONDS,
            () -> CpuHistory.since(api, from),
            history -> history.points() >= 8 && history.age().compareTo(FRESH) < 0);
    assertThat(seen.busy()).isCloseTo(ProcStat.read().busySince(before), within(0.25));
  }

  @Test
  void findsAnAppendedLineWithinTwoSeconds() throws Exception {
    Files.writeString(platform.watched("app.log"), "the first line of the file\n");
    Await.until("the file", THIRTY_SECONDS, () -> lines("first line"), lines -> lines.size() == 1);

    Files.writeString(
        platform.watched("app.log"), "a line with needle-4711 in it\n", StandardOpenOption.APPEND);

    JsonNode line =
        Await.until(
                "the line",
                TWO_SECONDS_DOUBLED,
                () -> lines("needle-4711"),
                lines -> lines.size() == 1)
            .get(0);
    assertThat(line.path("body").asText()).isEqualTo("a line with needle-4711 in it");
    assertThat(line.path("source").asText()).isEqualTo("collector.logs~app");
  }

  private static JsonNode lines(String query) throws Exception {
    return api.get("logs?from=now-10m&query=" + Api.encode(query)).path("lines");
  }

  @Test
  void pingsBothLoopbackAddresses() throws Exception {
    for (String target : List.of("127.0.0.1", "::1")) {
      JsonNode round =
          Await.until(
                  "a round to " + target,
                  THIRTY_SECONDS,
                  () -> rounds(target),
                  found -> !found.isEmpty())
              .get(0);
      assertThat(round.path("successful").asBoolean()).as("%s", round).isTrue();
      assertThat(round.path("responseMillis").asDouble(-1)).isBetween(0.0, 1000.0);
    }
  }

  /**
   * The drop folder is for operators, and where it runs for whoever asks it; the rest is its own.
   */
  @Test
  void letsNoOtherUserReadWhatIsCollected() throws Exception {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(platform.data(), Files::isDirectory)) {
      for (Path each : folders) {
        if (!Set.of("run", "plugins", "postgres").contains(each.getFileName().toString())) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
              .as("%s", each)
              .endsWith("------");
        }
      }
    }
    Path tables = platform.data().resolve("postgres/data-18");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tables)))
        .isEqualTo("rwx------");
  }

  /**
   * Nothing listens for others that nobody has configured to: not the platform, nor its database.
   */
  @Test
  void listensOnTheLoopbackOnly() throws Exception {
    try (ServerSocket open = new ServerSocket(0)) {
      String port = ":%04X".formatted(open.getLocalPort());
      assertThat(Listeners.of(ProcessHandle.current().pid()))
          .as("what listens for others is seen")
          .anyMatch(each -> each.endsWith(port) && !Listeners.isLoopback(each));
    }
    List<Long> processes =
        List.of(platform.pid(), Database.postmaster(platform.data()).orElseThrow().pid());
    for (long pid : processes) {
      assertThat(Listeners.of(pid)).isNotEmpty().allMatch(Listeners::isLoopback);
    }
  }

  /** Targets and their interval come from the server: of an instance of the file, and a new one. */
  @Test
  void testsTheTargetsThatItIsToldOverTheApi() throws Exception {
    api.configure(
        "probe.reachability~loopback", Map.of("targets", List.of("127.0.0.1", "::1", "127.0.0.2")));
    api.configure(
        "probe.reachability~told",
        Map.of("probe", "ping", "targets", List.of("127.0.0.3"), "interval", "1s"));
    for (String target : List.of("127.0.0.2", "127.0.0.3")) {
      Await.until("a round to " + target, THIRTY_SECONDS, () -> rounds(target), x -> !x.isEmpty());
    }
    assertThat(rounds("127.0.0.3").path(0).path("source").asText())
        .isEqualTo("probe.reachability~told");
    for (String instance : List.of("loopback", "told")) {
      api.configure("probe.reachability~" + instance, Map.of());
    }
    Await.until(
        "the end of the one that was told",
        THIRTY_SECONDS,
        () -> api.get("sources").toString(),
        sources -> !sources.contains("~told"));
  }

  private static JsonNode rounds(String target) throws Exception {
    return api.get("reachability?probe=ping&from=now-5m&target=" + Api.encode(target))
        .path("rounds");
  }

  @Test
  void saysWhatWaitsBesideItsLimits() throws Exception {
    Files.writeString(platform.watched("other.log"), "a line for the other lane\n");
    JsonNode pipeline =
        Await.until(
            "commits of both lanes",
            THIRTY_SECONDS,
            () -> api.get("pipeline"),
            found ->
                found.at("/journal/lanes/0/commits/count").asLong() > 0
                    && found.at("/journal/lanes/1/commits/count").asLong() > 0);
    assertThat(pipeline.at("/journal/freeBytes").asLong()).isPositive();
    String metrics = api.text("/metrics");
    for (String lane : List.of("kept", "ring")) {
      assertThat(value(metrics, "monitor_journal_commit_seconds_count{lane=\"%s\"}", lane))
          .isPositive();
      assertThat(value(metrics, "monitor_journal_lane_bytes{lane=\"%s\"}", lane))
          .isBetween(1.0, value(metrics, "monitor_journal_lane_max_bytes{lane=\"%s\"}", lane));
    }
    String window = "monitor_bound_max{bound=\"window\",of=\"%s\",unit=\"bytes\"}";
    assertThat(value(metrics, window, "sink.postgres")).isEqualTo(8 << 20);
    String oldest = "monitor_route_oldest_seconds{sink=\"sink.postgres\",source=\"%s\"}";
    assertThat(value(metrics, oldest, "collector.metrics")).isBetween(0.0, 60.0);
  }

  private static double value(String metrics, String sample, String of) {
    String begin = sample.formatted(of) + " ";
    return metrics
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(begin.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError(begin + "is not in\n" + metrics));
  }

  @Test
  void refusesASecondInstanceOnTheSameData() throws Exception {
    Path second = Surroundings.emptyFolder("second");
    Process process =
        Platform.command(
            second, List.of("run", "--port", "0", "--data", platform.data().toString()));
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readString(second.resolve("output.txt")))
        .contains(platform.data().toString())
        .doesNotContain("\tat ");
    assertThat(api.get("status").isObject()).isTrue();
  }

  /** The strict reader of one bundle and the writer of another, through the database. */
  @Test
  void scrapesItsOwnMetrics() throws Exception {
    Files.writeString(token, api.token());
    Files.writeString(targets, platform.awaitReady() + "/metrics\n");
    JsonNode start =
        Await.until(
                "its own metrics",
                THIRTY_SECONDS,
                () -> history("monitor_start_time_seconds"),
                series -> !series.path(0).path("points").isEmpty())
            .path(0);
    assertThat(start.path("attributes").path("job").asText()).isEqualTo("self");
    assertThat(start.path("unit").asText()).isEqualTo("s");
    Instant started = ProcessHandle.of(platform.pid()).orElseThrow().info().startInstant().get();
    assertThat(start.path("points").path(0).path(1).asDouble())
        .isCloseTo(started.getEpochSecond(), within(60.0));
    JsonNode up = history("up");
    assertThat(up.path(0).path("points").path(0).path(1).asDouble()).isEqualTo(1);
  }

  private static JsonNode history(String name) throws Exception {
    return api.get("history?name=" + name + "&from=now-10m&to=now").path("series");
  }

  /** From the kernel's ring of packets through the database to the route. */
  @Test
  void tellsOfAConnectionThatItSaw() throws Exception {
    JsonNode offered = api.get("capabilities").path("host").path("offered");
    assumeThat(offered.toString())
        .as("not run: packets may not be captured here")
        .contains("PACKET_CAPTURE");
    Await.until(
        "the capture",
        THIRTY_SECONDS,
        () -> history("traffic.flows.active"),
        series -> !series.path(0).path("points").isEmpty());
    int port;
    try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      port = client.getLocalPort();
      client.getOutputStream().write(new byte[1000]);
      accepted.getInputStream().readNBytes(1000);
      accepted.getOutputStream().write(new byte[50_000]);
      client.getInputStream().readNBytes(50_000);
    }
    JsonNode flow =
        Await.until(
                "the flow",
                THIRTY_SECONDS,
                () -> api.get("traffic?from=now-5m").path("flows"),
                flows -> flows.path(0).path("state").asText().equals("closed"))
            .path(0);
    assertThat(flow.path("source").asText()).isEqualTo("collector.traffic~loopback");
    assertThat(flow.path("sourcePort").asInt()).isEqualTo(port);
    assertThat(flow.path("destinationPort").asInt()).isEqualTo(server.getLocalPort());
    long packets = flow.path("packetsSent").asLong() + flow.path("packetsReceived").asLong();
    // The loopback has 14 bytes of a link layer, IP and TCP at most 80.
    assertThat(flow.path("bytesSent").asLong()).isBetween(1000L, 1000L + packets * 94);
    assertThat(flow.path("bytesReceived").asLong()).isBetween(50_000L, 50_000L + packets * 94);
    JsonNode talker =
        Await.until(
                "the talkers",
                THIRTY_SECONDS,
                () -> api.get("traffic?from=now-5m").path("talkers"),
                talkers -> !talkers.isEmpty())
            .path(0);
    assertThat(talker.path("address").asText()).isEqualTo("127.0.0.1");
  }

  /** Runs a command of the configuration to its end and answers what it printed. */
  private static String config(int exit, String... command) throws Exception {
    Path folder = Surroundings.emptyFolder("platform-config");
    Files.writeString(folder.resolve("token"), api.token());
    List<String> all = new ArrayList<>(List.of("config"));
    all.addAll(List.of(command));
    all.addAll(List.of("--data", platform.data().toString()));
    all.addAll(List.of("--token-file", folder.resolve("token").toString()));
    Process process = Platform.command(folder, all);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", all).isTrue();
    String said = Files.readString(folder.resolve("output.txt"));
    assertThat(process.exitValue()).as("%s: %s", all, said).isEqualTo(exit);
    return said;
  }

  @Test
  void isConfiguredFromTheCommandLine() throws Exception {
    Path file = platform.data().resolveSibling("monitor.toml");
    assertThat(config(0, "get", "collector.metrics"))
        .containsPattern("collector.metrics.interval +1s +\\Q" + file + "\\E:2")
        .containsPattern("collector.metrics.processes.top +20 +default");
    String[] set = {"set", "log.warn", "[\"some.part\"]"};

    config(0, set[0], set[1], set[2], "--dry-run");
    assertThat(config(0, "get", "log.warn")).containsPattern("log.warn +\\[] +default");
    assertThat(config(0, set)).contains("log.warn: [] (default) → [\"some.part\"], applied");
    assertThat(config(0, "get", "log.warn"))
        .containsPattern("log.warn +\\[\"some.part\"] +overlay .*/config/log.json:1");
    assertThat(config(0, "diff")).contains("log.warn").doesNotContain("collector.metrics");
    assertThat(config(0, "diff", file.toString()))
        .contains("log.warn")
        .doesNotContain("collector.logs~app");

    assertThat(config(3, "set", "log.level", "loud"))
        .contains("log.level:", "loud", "monitor config schema log")
        .doesNotContain("\tat ");
    assertThat(config(3, "set", "collector.metrics.processes.top", "many"))
        .contains("collector.metrics.processes.top:", "a whole number");
    assertThat(config(7, "set", "deployer.signature", "off")).contains("in its files only");
    assertThat(config(0, "schema", "log")).containsPattern("log.level +error, warn, info");
    config(0, "set", "log", "--unset");
    assertThat(config(0, "diff")).doesNotContain("log.warn");
    assertThat(platform.data().resolve("config/log.json")).doesNotExist();
  }
}
