package analysis.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.query.AlertRule;
import org.junit.jupiter.api.Test;

/** How long one is kept whose series has vanished; the tests of the sink tell everything else. */
class WatchTest {
  private static final Rule RULE =
      new Rule(
          new AlertRule(
              "load",
              Alarm.LOAD.name(),
              List.of(),
              Map.of(),
              AlertRule.Comparison.ABOVE,
              10,
              0,
              Duration.ZERO,
              Duration.ofHours(3),
              Duration.ofMinutes(10),
              AlertRule.Severity.INFO,
              List.of()));

  private static Reading reading(long sequence, long second, double value) {
    Mark mark = new Mark("web1", "1-0123456789abcdef", "test/sample", sequence);
    long timeNanos = Duration.ofSeconds(second).toNanos();
    return new Reading("web1", Alarm.LOAD, Attributes.EMPTY, mark, timeNanos, value);
  }

  /** One that fired and is calm. */
  private static Watch calm(long second) {
    Watch watch = new Watch(reading(0, second, 20).subject(RULE.name()));
    assertThat(watch.see(RULE, reading(0, second, 20))).isEqualTo(Watch.Change.FIRED);
    assertThat(watch.see(RULE, reading(1, second + 1, 5))).isEqualTo(Watch.Change.RESOLVED);
    return watch;
  }

  private static boolean stale(Watch watch, Duration later) {
    return watch.stale(System.nanoTime() + later.toNanos());
  }

  @Test
  void isKeptForTheCoolDownOfASeriesThatHasVanishedAndAnHour() {
    Watch watch = calm(0);
    assertThat(stale(watch, Duration.ofMinutes(210))).isFalse();
    assertThat(stale(watch, Duration.ofMinutes(241))).isTrue();
  }

  @Test
  void isKeptAnewAfterARestart() {
    Watch watch = new Watch(calm(0).state());
    assertThat(stale(watch, Duration.ofMinutes(210))).isFalse();
    assertThat(stale(watch, Duration.ofMinutes(241))).isTrue();
  }

  @Test
  void isKeptForLessTimeTheMoreOfTheCoolDownHasPassed() {
    Watch watch = calm(0);
    watch.see(RULE, reading(2, 2 * 3600, 5));
    assertThat(stale(watch, Duration.ofMinutes(90))).isFalse();
    assertThat(stale(watch, Duration.ofMinutes(121))).isTrue();
  }

  @Test
  void isKeptForNoLongerWhereAClockWasSetBack() {
    Watch watch = calm(Duration.ofDays(365).toSeconds());
    watch.see(RULE, reading(2, 0, 5));
    assertThat(stale(watch, Duration.ofMinutes(210))).isFalse();
    assertThat(stale(watch, Duration.ofMinutes(241))).isTrue();
  }

  @Test
  void isKeptAsLongAsItFires() {
    Watch watch = new Watch(reading(0, 0, 20).subject(RULE.name()));
    watch.see(RULE, reading(0, 0, 20));
    assertThat(stale(watch, Duration.ofDays(100))).isFalse();
  }
}
