package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import monitor.itest.oracle.Judge;
import monitor.itest.oracle.Ledger;
import monitor.itest.oracle.Load;
import monitor.itest.oracle.Mint;
import monitor.itest.oracle.Target;
import monitor.itest.oracle.Verdict;

/**
 * The platform with good plugins under load, and animals that come and go beside them. How much an
 * animal costs the good ones is the ratio of two phases of the same run, one without it and one
 * with it: in each, the lines stored by those written.
 */
final class Visit implements AutoCloseable {
  /** What the good ones keep at least. */
  static final double KEPT = 0.90;

  /**
   * For a machine on which others build: what is stored late by so much of a phase is not lost to
   * the animal.
   */
  static final double MARGIN = 0.05;

  private static final Duration READY = Duration.ofSeconds(120);
  private static final Duration PHASE = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String GAPS =
      "select source || ' ' || reason from gaps_v1 where source like 'collector.logs~oracle%'";
  private static final int PER_SECOND = 4_000;

  private final Zoo zoo;
  private final Target target;
  private final Ledger ledger;
  private final Mint mint;
  private final Load load;
  private final Path go;

  private Visit(Zoo zoo, Target target, Path folder, Path go, long seed) throws Exception {
    this.zoo = zoo;
    this.target = target;
    this.go = go;
    target.start();
    target.awaitReady(READY);
    this.ledger = Ledger.create(folder.resolve("ledger.txt"));
    this.mint = new Mint(seed);
    this.load = Load.start(target.watched(), ledger, mint, PER_SECOND);
  }

  static Visit begin(String name) throws Exception {
    Path folder = Surroundings.emptyFolder(name);
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed " + seed);
    Zoo zoo = Zoo.open(folder);
    Path go = folder.resolve("go");
    Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(folder.resolve("conf.d/limits.toml"), "[limits]\ncall.deadline = \"5s\"\n");
    Target target =
        new Target(
            Surroundings.DISTRIBUTION,
            folder,
            Map.of("MONITOR_JAVA_OPTS", "-Dzoo.go=" + go + " -XX:-CreateCoredumpOnCrash"));
    return new Visit(zoo, target, folder, go, seed);
  }

  /** Deadly animals die from now on. */
  void letDie() throws IOException {
    Files.createFile(go);
  }

  /** Puts the animal into the drop folder and waits until it is there. */
  void enters(String animal) throws Exception {
    Path jar = zoo.jar(animal);
    Path dropped = target.data().resolve("plugins");
    Files.createDirectories(dropped);
    Files.move(jar, dropped.resolve(jar.getFileName()));
    Await.until(animal, SOON, () -> state(animal), state -> !state.isEmpty());
    Await.until(
        "its deployment",
        SOON,
        () -> target.api().get("deployments").path("deployments").toString(),
        text -> !text.contains("\"state\":\"running\""));
  }

  /** Takes it away and waits until it is gone, if it lets itself be taken away. */
  void leaves(String animal) throws Exception {
    Files.delete(target.data().resolve("plugins").resolve(animal + ".jar"));
    Await.until(animal + " is gone", SOON, () -> state(animal), String::isEmpty);
  }

  /** Asks for it to be taken away; it may not let itself be, or end with its thread running on. */
  void leavesOrNot(String animal) throws Exception {
    Files.delete(target.data().resolve("plugins").resolve(animal + ".jar"));
    Await.until(
        "the removal of " + animal,
        SOON,
        () -> target.api().get("deployments").path("deployments").toString(),
        text -> text.contains("\"action\":\"remove\"") && !text.contains("\"state\":\"running\""));
  }

  /** The state of an animal and why; empty if it is not there. */
  String state(String animal) throws IOException, InterruptedException {
    Optional<JsonNode> plugin = target.api().plugin(Zoo.plugin(animal));
    return plugin.map(p -> p.path("state").asText() + " " + p.path("reason").asText()).orElse("");
  }

  /** As {@link #state}, also while the platform is not there. */
  String stateOrAway(String animal) {
    try {
      return state(animal);
    } catch (IOException | AssertionError e) {
      return "away";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Stored by written lines, over one phase. */
  double share() throws Exception {
    long written = ledger.totals().issued();
    long stored = target.stored();
    LockSupport.parkNanos(PHASE.toNanos());
    return (double) (target.stored() - stored) / (ledger.totals().issued() - written);
  }

  /** What of their share the good ones keep beside the animal. */
  void assertCostsLittle(String animal, double without, double with) {
    System.out.printf(
        "%s: %.3f without, %.3f with, %.3f kept%n", animal, without, with, with / without);
    assertThat(with / without)
        .as("kept beside %s (%.2f, and %.2f for the noise of the machine)", animal, KEPT, MARGIN)
        .isGreaterThanOrEqualTo(KEPT - MARGIN);
  }

  /** Waits for an incident of the animal and answers what it says. */
  String awaitIncident(String animal, String kind) throws Exception {
    return Await.until(
        kind + " of " + animal,
        SOON,
        () ->
            StreamSupport.stream(
                    target
                        .api()
                        .get("containment?plugin=" + Zoo.plugin(animal))
                        .path("incidents")
                        .spliterator(),
                    false)
                .filter(incident -> incident.path("kind").asText().equals(kind))
                .map(incident -> incident.path("what").asText())
                .findFirst()
                .orElse(""),
        what -> !what.isEmpty());
  }

  /** Starts the platform anew on the same data. */
  void restart() throws Exception {
    target.stop();
    target.start();
    target.awaitReady(READY);
  }

  /** Nothing is lost, doubled, or out of order. */
  void assertNothingLost() throws Exception {
    target.awaitReady(READY);
    load.pause();
    Verdict verdict = new Judge(target, ledger, mint).judge(load);
    load.resume(PER_SECOND);
    assertThat(verdict.findings()).as(verdict.toString()).isEmpty();
    assertThat(Database.query(target.data(), GAPS)).as("gaps of the good ones").isEmpty();
    assertThat(verdict.figures().getOrDefault("dead letters", 0L)).as("dead letters").isZero();
  }

  @Override
  public void close() throws Exception {
    load.close();
    ledger.close();
    target.close();
  }
}
