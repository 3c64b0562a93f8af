package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  /** Starts of all targets over some intervals, in nanoseconds, ascending. */
  private static long[] starts(Spread spread, int intervals) {
    return IntStream.range(0, spread.targets())
        .mapToLong(index -> spread.delay(index).toNanos())
        .flatMap(first ->
            LongStream.range(0, intervals)
                .map(round -> first + round * spread.interval().toNanos()))
        .sorted()
        .toArray();
  }

  /** The most starts in any window of this width. */
  private static int most(long[] starts, long widthNanos) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < starts.length; to++) {
      while (starts[to] - starts[from] >= widthNanos) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  @Test
  void neverBeginsMoreThanTheShareOfAWindow() {
    for (int targets : new int[] {20, 333, 2_000, 10_000}) {
      for (Duration interval : new Duration[] {Duration.ofSeconds(1), Duration.ofSeconds(10)}) {
        long[] starts = starts(new Spread("edge", interval, targets), 3);
        assertThat(starts).hasSize(3 * targets);
        for (int parts : new int[] {2, 10, 100, 1_000}) {
          assertThat(most(starts, interval.toNanos() / parts))
              .as("%d targets each %s, in a %dth of it", targets, interval, parts)
              .isLessThanOrEqualTo(targets / parts + 1);
        }
      }
    }
  }

  @Test
  void letsFewTargetsNotWaitForALongInterval() {
    Spread spread = new Spread("edge", Duration.ofHours(1), 5);
    assertThat(spread.delay(4)).isLessThan(Duration.ofSeconds(5));
    assertThat(spread.delay(4).minus(spread.delay(3))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void beginsManyTablesAtDifferentTimes() {
    long[] starts =
        IntStream.range(0, 1_000)
            .mapToObj(table -> new Spread("probe.reachability~" + table, Duration.ofMinutes(1), 1))
            .mapToLong(spread -> spread.delay(0).toNanos())
            .sorted()
            .toArray();
    assertThat(most(starts, Duration.ofMillis(100).toNanos())).isLessThan(200);
    assertThat(Arrays.stream(starts).distinct().count()).isGreaterThan(900);
  }
}
