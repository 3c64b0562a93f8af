package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A threshold that is crossed rings a web server on this machine, in the platform as it is shipped.
 * The five seconds of the specification are doubled, as a build may run beside.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertsIT {
  private static final Duration FIVE_SECONDS_DOUBLED = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String DEPTH = "queue.depth";

  private static Path folder;
  private static Bell bell;
  private static Platform platform;
  private static Api api;

  private static String configuration(String more) {
    return """
    [collector.metrics]
    interval = "1s"
    filesystems.interval = "1s"

    [[analysis.alerts.webhook]]
    name = "bell"
    url = "%s"
    retry.first = "200ms"
    retry.most = "1s"

    [[analysis.alerts.rule]]
    name = "depth"
    metric = "queue.depth"
    threshold = 10
    hysteresis = 2
    cool-down = "3s"
    """
            .formatted(bell.url())
        + more;
  }

  @BeforeAll
  static void start() throws Exception {
    folder = Surroundings.emptyFolder("alerts");
    bell = new Bell();
    platform = Platform.start(folder, configuration(""));
    api = platform.setUp();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
    bell.close();
  }

  /** Submits a value until what came of a host is as wanted. */
  private static void submitUntil(String host, double value, String... states) throws Exception {
    Await.until(
        "%s of %s".formatted(List.of(states), host),
        SOON,
        () -> {
          api.submit(host, DEPTH, value);
          return bell.rings("depth", host);
        },
        List.of(states)::equals);
  }

  private static double uptime() throws Exception {
    return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
  }

  /** The host's own time since its start goes over a threshold at a moment that is known. */
  @Test
  @Order(1)
  void ringsWithinFiveSecondsWhenTheHostCrossesAThresholdAndWhenThatIsOver() throws Exception {
    double threshold = uptime() + 5;
    api.put("rules/uptime", Map.of("metric", "system.uptime", "threshold", threshold));
    assertThat(bell.all("uptime")).isEmpty();
    Await.until("it is crossed", SOON, AlertsIT::uptime, now -> now > threshold);
    JsonNode ring =
        Await.until(
                "the bell rings",
                FIVE_SECONDS_DOUBLED,
                () -> bell.all("uptime"),
                rings -> !rings.isEmpty())
            .getFirst();
    assertThat(ring.path("state").asText()).isEqualTo("firing");
    assertThat(ring.path("value").asDouble()).isGreaterThan(threshold);
    assertThat(ring.path("unit").asText()).isEqualTo("s");
    JsonNode alert = alert("uptime").orElseThrow();
    assertThat(alert.path("id")).isEqualTo(ring.path("id"));
    assertThat(alert.path("state").asText()).isEqualTo("firing");

    api.put("rules/uptime", Map.of("metric", "system.uptime", "threshold", threshold + 1e6));
    List<JsonNode> rings =
        Await.until(
            "it is over", FIVE_SECONDS_DOUBLED, () -> bell.all("uptime"), all -> all.size() > 1);
    assertThat(rings)
        .extracting(each -> each.path("state").asText())
        .containsExactly("firing", "resolved");
    assertThat(alert("uptime")).isEmpty();
  }

  private static Optional<JsonNode> alert(String rule) throws Exception {
    return StreamSupport.stream(api.get("alerts").path("alerts").spliterator(), false)
        .filter(alert -> alert.path("rule").asText().equals(rule))
        .findFirst();
  }

  @Test
  @Order(2)
  void ringsOnceForFlappingAndHoldsTheCoolDown() throws Exception {
    submitUntil("web1", 11, "firing");
    for (int i = 0; i < 20; i++) {
      api.submit("web1", DEPTH, i % 2 == 0 ? 9 : 11);
    }
    submitUntil("web1", 7, "firing", "resolved");
    long over = System.nanoTime();
    // What is beyond the threshold meanwhile is pending, and rings when the time is over.
    submitUntil("web1", 12, "firing", "resolved", "firing");
    assertThat(Duration.ofNanos(System.nanoTime() - over)).isGreaterThan(Duration.ofSeconds(2));
    submitUntil("web1", 7, "firing", "resolved", "firing", "resolved");
  }

  /** Both ways: what began before the upgrade is told once after it, and is over once. */
  @Test
  @Order(3)
  void neitherLosesNorRepeatsOverAHotUpgradeWhileTheWebhookIsDown() throws Exception {
    Await.until("the answers are there", SOON, AlertsIT::waiting, waiting -> waiting == 0);
    bell.down();
    Await.until(
        "the webhook takes nothing",
        SOON,
        () -> {
          api.submit("db1", DEPTH, 20);
          return api.get("channels").at("/channels/0");
        },
        channel -> channel.path("waiting").asInt() == 1 && !channel.path("problem").isNull());
    upgrade("0.1.1");
    Await.until("the alert", SOON, () -> alert("depth"), Optional::isPresent);
    api.submit("db1", DEPTH, 20);
    upgrade("0.1.2");
    bell.up();
    submitUntil("db1", 20, "firing");
    upgrade("0.1.3");
    submitUntil("db1", 7, "firing", "resolved");
    assertThat(api.get("channels").at("/channels/0/dropped").asInt()).isZero();
  }

  private static int waiting() throws Exception {
    return api.get("channels").at("/channels/0/waiting").asInt();
  }

  private static void upgrade(String version) throws Exception {
    Path shipped;
    try (var plugins = Files.list(Surroundings.DISTRIBUTION.resolve("plugins"))) {
      shipped =
          plugins
              .filter(jar -> jar.getFileName().toString().startsWith("analysis.alerts"))
              .findFirst()
              .orElseThrow();
    }
    Path copy = Files.copy(shipped, folder.resolve(version + ".jar"));
    Path next = Jars.with(copy, "Bundle-Version", version);
    JsonNode deployment = api.end(api.install(Files.readAllBytes(next), "alerts.jar"));
    assertThat(deployment.path("state").asText()).as("%s", deployment).isEqualTo("committed");
  }

  @Test
  @Order(4)
  void saysFileLineAndKeyOfABadRuleAndKeepsTheOthers() throws Exception {
    Path file = folder.resolve("monitor.toml");
    String wrong =
        configuration(
            """

            [[analysis.alerts.rule]]
            name = "bad"
            metric = "queue.depth"
            threshold = "ten"
            comparison = "="
            """);
    long line = wrong.lines().takeWhile(text -> !text.contains("ten")).count() + 1;
    Files.writeString(file, wrong);
    String threshold = "%s:%d: analysis.alerts.rule~bad.threshold: ".formatted(file, line);
    String comparison = "%s:%d: analysis.alerts.rule~bad.comparison: ".formatted(file, line + 1);
    Await.until(
        "it is in the log",
        SOON,
        platform::output,
        output -> output.contains(threshold) && output.contains(comparison));
    assertThat(api.get("rules").path("rules").findValuesAsText("name"))
        .containsExactly("depth", "uptime");

    Files.writeString(
        file,
        configuration(
            """

            [[analysis.alerts.rule]]
            name = "bad"
            metric = "queue.depth"
            threshold = 10
            webhooks = ["nobody"]
            """));
    JsonNode bad =
        Await.until(
            "it is shown",
            SOON,
            () -> api.get("rules").path("rules").path(0),
            rule -> rule.path("name").asText().equals("bad"));
    assertThat(bad.path("problem").asText())
        .startsWith("%s:%d: analysis.alerts.rule~bad.webhooks: ".formatted(file, line + 1))
        .contains("'nobody'");
    assertThat(api.plugin("analysis.alerts").orElseThrow().path("state").asText())
        .isEqualTo("degraded");
    Files.writeString(file, configuration(""));
    Await.until(
        "it is well",
        SOON,
        () -> api.plugin("analysis.alerts").orElseThrow().path("state").asText(),
        "active"::equals);
  }

  /** Last, as the platform has another address afterwards. */
  @Test
  @Order(5)
  void neitherLosesNorRepeatsOverACrashAndAStop() throws Exception {
    submitUntil("db2", 20, "firing");
    // A bell that breaks while it answers would be rung again, under the same key.
    Await.until("the answer is there", SOON, AlertsIT::waiting, waiting -> waiting == 0);
    bell.down();
    Await.until(
        "another waits",
        SOON,
        () -> {
          api.submit("db3", DEPTH, 20);
          return waiting();
        },
        waiting -> waiting == 1);
    platform.kill();
    platform.restart();
    api = api.at(platform.awaitReady());
    bell.up();
    submitUntil("db3", 20, "firing");
    submitUntil("db2", 20, "firing");
    platform.terminate();
    platform.restart();
    api = api.at(platform.awaitReady());
    submitUntil("db2", 7, "firing", "resolved");
    submitUntil("db3", 7, "firing", "resolved");
    assertThat(api.get("rules").path("rules").findValuesAsText("name"))
        .containsExactly("depth", "uptime");
  }
}
