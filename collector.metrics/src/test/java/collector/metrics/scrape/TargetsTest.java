package collector.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @Test
  void beginsWithTheFirstAtOnce() {
    assertThat(Targets.phase(0, INTERVAL)).isZero();
  }

  /** In no hundredth of the interval more than twice as many as in the mean, and one. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 100, 777, 10_000})
  void spreadsTheTargetsWithoutBursts(int targets) {
    int[] hundredths = new int[100];
    for (int i = 0; i < targets; i++) {
      hundredths[(int) (Targets.phase(i, INTERVAL).toMillis() / 100)]++;
    }
    assertThat(Arrays.stream(hundredths).max().orElseThrow()).isLessThanOrEqualTo(targets / 50 + 1);
  }
}
