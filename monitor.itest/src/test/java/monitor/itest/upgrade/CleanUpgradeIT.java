package monitor.itest.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import monitor.itest.Await;
import monitor.itest.Database;
import monitor.itest.FrozenDatabase;
import monitor.itest.Surroundings;
import monitor.itest.oracle.Judge;
import monitor.itest.oracle.Ledger;
import monitor.itest.oracle.Load;
import monitor.itest.oracle.Mint;
import monitor.itest.oracle.Target;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Upgrades while something else is the matter, each judged by the oracle: nothing is lost, doubled
 * or out of order.
 */
class CleanUpgradeIT {
  private static final Duration READY = Duration.ofSeconds(120);
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final int EVENTS_PER_SECOND = 2_000;
  private static final String LINES = "logs?from=now-5m&limit=5";
  private static final String STAMPED =
      "select count(*) from logs_v1 where attributes ->> 'upgrade.%s' = '%s'";

  private static Target target;
  private static Ledger ledger;
  private static Load load;
  private static Judge judge;
  private static Editions editions;
  private static Upgrader upgrader;
  private static int versions;

  @BeforeAll
  static void start() throws Exception {
    Path folder = Surroundings.emptyFolder("clean-upgrades");
    Path more = Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(more.resolve("upgrade.toml"), UpgradePlan.configuration());
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed " + seed);
    Mint mint = new Mint(seed);
    target = new Target(Surroundings.DISTRIBUTION, folder, Map.of());
    ledger = Ledger.create(folder.resolve("ledger.txt"));
    target.start();
    target.awaitReady(READY);
    editions = new Editions(Surroundings.DISTRIBUTION);
    upgrader = new Upgrader(target, editions);
    load = Load.start(target.watched(), ledger, mint, EVENTS_PER_SECOND);
    judge = new Judge(target, ledger, mint);
  }

  @AfterAll
  static void stop() throws Exception {
    load.close();
    ledger.close();
    editions.close();
    target.close();
  }

  /** Lines come, and are stored, before anything is changed. */
  @BeforeEach
  void awaitLines() throws Exception {
    load.resume(EVENTS_PER_SECOND);
    awaitMore();
  }

  private static String nextVersion() {
    return "1.0." + ++versions;
  }

  private static void assertCommitted(JsonNode deployment) {
    assertThat(Swap.committed(deployment)).as("%s", deployment).isTrue();
  }

  private static void assertClean() throws Exception {
    load.pause();
    assertThat(judge.judge(load).findings()).isEmpty();
  }

  private static long count(String sql) throws Exception {
    return Long.parseLong(Database.query(target.data(), sql).getFirst());
  }

  private static void awaitMore() throws Exception {
    String all = "select coalesce(sum(next_sequence), 0) from streams_v1";
    long before = Await.until("the database", WITHIN, () -> count(all), sum -> sum >= 0);
    Await.until("more events", WITHIN, () -> count(all), sum -> sum > before + EVENTS_PER_SECOND);
  }

  private static void awaitStamp(String key, String version) throws Exception {
    String sql = STAMPED.formatted(key, version);
    Await.until("lines of " + version, WITHIN, () -> count(sql), lines -> lines > 0);
  }

  @Test
  void upgradesTheStorageWhileItsDatabaseIsAway() throws Exception {
    String version = nextVersion();
    try (FrozenDatabase frozen = FrozenDatabase.freeze(target.data())) {
      assertCommitted(upgrader.install(Shipped.SINK, Flaw.NONE, version));
    }
    awaitStamp("sink", version);
    assertThat(upgrader.version(Shipped.SINK)).isEqualTo(version);
    assertClean();
  }

  @Test
  void upgradesTheSourceWhileItsSinkIsAway() throws Exception {
    String version = nextVersion();
    assertCommitted(upgrader.change(Shipped.SINK, "disable"));
    assertCommitted(upgrader.install(Shipped.SOURCE, Flaw.NONE, version));
    assertCommitted(upgrader.change(Shipped.SINK, "enable"));
    awaitStamp("source", version);
    assertClean();
  }

  /** Queries are answered, or refused with the reason, and answered again. */
  @Test
  void upgradesTheStorageWhileItsDataIsShown() throws Exception {
    Await.until("answers", WITHIN, CleanUpgradeIT::linesShown, shown -> shown);
    String version = nextVersion();
    try (Viewer viewer = new Viewer(target.api(), LINES)) {
      viewer.awaitAnswers(3);
      assertCommitted(upgrader.install(Shipped.SINK, Flaw.NONE, version));
      awaitStamp("sink", version);
      viewer.awaitAnswers(3);
      assertThat(viewer.statuses()).isSubsetOf(200, 503).contains(200);
      assertThat(viewer.last()).isEqualTo(200);
      for (String refusal : viewer.refusals()) {
        JsonNode problem = new ObjectMapper().readTree(refusal);
        assertThat(problem.path("detail").asText() + problem.path("title").asText())
            .as(refusal)
            .containsIgnoringCase("storage");
      }
      System.out.println("Answers while the storage was upgraded: " + viewer);
    }
    assertClean();
  }

  private static boolean linesShown() throws Exception {
    HttpResponse<String> answer = target.api().ask(LINES);
    return answer.statusCode() == 200 && answer.body().contains("o1 ");
  }

  @Test
  void goesBackAfterTheNewVersionHasWrittenPositions() throws Exception {
    String first = nextVersion();
    String second = nextVersion();
    assertCommitted(upgrader.install(Shipped.SOURCE, Flaw.NONE, first));
    assertCommitted(upgrader.install(Shipped.SOURCE, Flaw.NONE, second));
    awaitStamp("source", second);
    assertCommitted(upgrader.change(Shipped.SOURCE, "rollback?version=" + first));
    assertThat(upgrader.version(Shipped.SOURCE)).isEqualTo(first);
    long before = count(STAMPED.formatted("source", first));
    Await.until(
        "lines of the version before",
        WITHIN,
        () -> count(STAMPED.formatted("source", first)),
        lines -> lines > before);
    assertClean();
  }

  @Test
  void refusesAVersionWhosePositionsTheOldOneCouldNotRead() throws Exception {
    String before = upgrader.version(Shipped.SOURCE);
    JsonNode refused = upgrader.install(Shipped.SOURCE, Flaw.FOREIGN_POSITIONS, nextVersion());
    assertThat(refused.path("state").asText()).isEqualTo("rejected");
    assertThat(refused.path("reason").asText()).contains("writes positions of format 2");
    assertThat(Swap.step(refused, "stop")).isEmpty();
    assertThat(upgrader.version(Shipped.SOURCE)).isEqualTo(before);
    awaitMore();
    assertClean();
  }
}
