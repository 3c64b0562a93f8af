package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plugin for each misbehaviour, beside good ones under load (T13): the good ones lose nothing and
 * keep nine tenths of their rate.
 */
@Tag("T13")
class ZooIT {
  /** The third death, the pauses of the supervisor, and a slow machine. */
  private static final Duration DEATHS = Duration.ofSeconds(240);

  @Test
  @Tag("full")
  void livesWithAPluginThatExitsAndOneThatFloods() throws Exception {
    try (Visit visit = Visit.begin("zoo")) {
      double without = visit.share();
      visit.enters("exits");
      assertThat(visit.awaitIncident("exits", "exit"))
          .endsWith("to end the process, which was refused");
      visit.leaves("exits");
      visit.enters("floods");
      double with = visit.share();
      assertThat(visit.awaitIncident("floods", "limit"))
          .isEqualTo(
              "it emits more than its limit of 100,000 events/s or 67,108,864 bytes/s; the rest is"
                  + " dropped");
      visit.leaves("floods");
      visit.assertCostsLittle("floods", without, with);
      visit.assertNothingLost();
    }
  }

  @ParameterizedTest
  @Tag("full")
  @ValueSource(
      strings = {
        "throws",
        "throws-in-deliver",
        "exits",
        "floods",
        "nulls",
        "answers-never",
        "answers-null",
        "answers-twice",
        "acknowledges-what-it-does-not-store",
        "changes-the-jvm"
      })
  void livesWith(String animal) throws Exception {
    try (Visit visit = Visit.begin("zoo-" + animal)) {
      double without = visit.share();
      visit.enters(animal);
      double with = visit.share();
      visit.leaves(animal);
      visit.assertCostsLittle(animal, without, with);
      visit.assertNothingLost();
    }
  }

  /** Nothing but a restart of the platform ends these; until then they cost what they cost. */
  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"blocks", "spins", "threads", "leaks-threads", "hangs-in-stop"})
  void livesWithWhatCannotBeEnded(String animal) throws Exception {
    try (Visit visit = Visit.begin("zoo-" + animal)) {
      double without = visit.share();
      visit.enters(animal);
      double with = visit.share();
      visit.leavesOrNot(animal);
      String kind = List.of("leaks-threads", "threads").contains(animal) ? "leak" : "stuck";
      System.out.println(animal + ": " + visit.awaitIncident(animal, kind));
      double after = visit.share();
      visit.assertCostsLittle(animal, without, with);
      visit.assertCostsLittle(animal + ", removed", without, after);
      visit.restart();
      visit.assertNothingLost();
    }
  }

  /** What cannot be contained in one process: it ends, and three times are enough. */
  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"halts", "crashes", "hogs-memory"})
  void survivesAndKeepsStopped(String animal) throws Exception {
    try (Visit visit = Visit.begin("zoo-" + animal)) {
      visit.enters(animal);
      visit.letDie();
      String state =
          Await.until(
              "it stays disabled",
              DEATHS,
              () -> visit.stateOrAway(animal),
              now -> now.startsWith("disabled "));
      assertThat(state).contains("it was disabled by the crash-loop breaker");
      System.out.println(animal + ": " + state);
      visit.assertNothingLost();
    }
  }
}
