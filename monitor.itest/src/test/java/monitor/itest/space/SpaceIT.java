package monitor.itest.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import monitor.itest.Surroundings;
import monitor.itest.oracle.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two agents, two collectors and one PostgreSQL in five network namespaces, joined with tokens over
 * TLS: whatever happens to machines and networks, every line is stored once, intact and in order.
 * Much of what happens here is noticed by silence, so the larger numbers take an hour, and are run
 * by hand.
 */
class SpaceIT {
  private static final int EVENTS_PER_SECOND = 1_000;

  /** How long something lasts that ends by itself, in every build and in the larger ones. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final Duration LONG = Duration.ofSeconds(10);

  private static Path folder;
  private static Fleet fleet;
  private static SpaceStorm storm;

  @BeforeAll
  static void start() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed " + seed);
    folder = Surroundings.emptyFolder("space");
    fleet = Fleet.start(folder);
    storm = new SpaceStorm(fleet, folder, seed, EVENTS_PER_SECOND, System.out::println);
    fleet.awaitWell();
  }

  @AfterAll
  static void stop() throws Exception {
    try (Fleet last = fleet) {
      if (storm != null) {
        storm.close();
      }
    }
  }

  /** Nothing may be missing, doubled, changed, reordered or unaccounted for. */
  private static void judge(String name) throws Exception {
    Report report = storm.judge();
    report.write(Files.createDirectories(folder.resolve(name)));
    System.out.println(name + ": " + report);
    assertThat(report.verdict().findings()).as(report.toString()).isEmpty();
  }

  @Test
  @Tag("T5")
  void survivesKillsAndARollingRestart() throws Exception {
    storm.rounds(Kills.all(), 2);
    storm.rounds(List.of(Kills.rollingRestart()), 1);
    judge("kills");
  }

  @Test
  void survivesFaultsOfDatabaseAndNetworks() throws Exception {
    storm.rounds(Databases.all(SHORT), 1);
    storm.rounds(Networks.all(SHORT), 1);
    try (Chaos chaos = new Chaos(fleet)) {
      storm.rounds(chaos.all(SHORT), 1);
    }
    try (Cuts cuts = new Cuts(fleet)) {
      storm.rounds(cuts.all(), 1);
    }
    judge("faults");
  }

  @Test
  @Tag("T5")
  @Tag("soak")
  void survivesThirtyRoundsOfKills() throws Exception {
    storm.rounds(Kills.all(), 30);
    judge("kills-full");
  }

  @Test
  @Tag("T5")
  @Tag("soak")
  void survivesFiveRollingRestarts() throws Exception {
    storm.rounds(List.of(Kills.rollingRestart()), 5);
    judge("restarts-full");
  }

  @Test
  @Tag("T7")
  @Tag("soak")
  void survivesTenFaultsOfTheDatabase() throws Exception {
    storm.rounds(Databases.all(LONG), 10);
    judge("database-full");
  }

  /** Five in a round, but of those that are noticed by silence one. */
  @Test
  @Tag("T8")
  @Tag("soak")
  void survivesAHundredConnectionsCutAroundCommit() throws Exception {
    try (Cuts cuts = new Cuts(fleet)) {
      storm.rounds(cuts.all(), 28);
    }
    judge("cuts-full");
  }

  @Test
  @Tag("T9")
  @Tag("soak")
  void survivesSixtyFaultsOfNetworks() throws Exception {
    storm.rounds(Networks.all(LONG), 30);
    try (Chaos chaos = new Chaos(fleet)) {
      storm.rounds(chaos.all(LONG), 30);
    }
    judge("networks-full");
  }

  @Test
  @Tag("T9")
  @Tag("soak")
  void goesOnWhileTheMachineOfACollectorIsWithoutPower() throws Exception {
    storm.rounds(List.of(Outage.ofACollector()), 3);
    judge("outage-full");
  }

  /** The property {@code tests.partition} is how long it lasts, in seconds. */
  @Test
  @Tag("T9")
  @Tag("soak")
  void survivesAPartition() throws Exception {
    Duration time = Duration.ofSeconds(Long.getLong("tests.partition", 600));
    storm.rounds(List.of(Networks.partition(time)), 1);
    judge("partition-full");
  }

  @Test
  @Tag("T12")
  @Tag("soak")
  void survivesUpgradesOfTheStorageOfACollector() throws Exception {
    try (Upgrades upgrades = new Upgrades(fleet)) {
      storm.rounds(List.of(upgrades.upgrade()), 10);
    }
    judge("upgrades-full");
  }
}
