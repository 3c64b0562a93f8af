package monitor.runtime.containment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private final RateLimit limit = new RateLimit();
  private final long start = System.nanoTime() + SECOND;

  @Test
  void takesEverythingWithoutALimit() {
    assertThat(limit.waitNanos(Long.MAX_VALUE / 2, start)).isZero();
    assertThat(limit.waitNanos(1, start)).isZero();
  }

  @Test
  void takesASecondsWorthAtOnceAndThenAsManyAsTheRate() {
    limit.perSecond(10);
    assertThat(limit.waitNanos(10, start)).isZero();
    assertThat(limit.waitNanos(1, start)).isEqualTo(SECOND / 10);
    assertThat(limit.waitNanos(1, start + SECOND / 10)).isZero();
    assertThat(limit.waitNanos(3, start + SECOND / 10)).isEqualTo(3 * SECOND / 10);
    assertThat(limit.waitNanos(3, start + 4 * SECOND / 10)).isZero();
  }

  @Test
  void gathersNoMoreThanASecondsWorth() {
    limit.perSecond(10);
    assertThat(limit.waitNanos(10, start)).isZero();
    assertThat(limit.waitNanos(10, start + 60 * SECOND)).isZero();
    assertThat(limit.waitNanos(1, start + 60 * SECOND)).isPositive();
  }

  @Test
  void takesWhatIsMoreThanASecondsWorthWhenNothingIsOwed() {
    limit.perSecond(10);
    assertThat(limit.waitNanos(50, start)).isZero();
    assertThat(limit.waitNanos(50, start)).isEqualTo(5 * SECOND);
    assertThat(limit.waitNanos(50, start + 5 * SECOND)).isZero();
  }

  @Test
  void takesAgainWhatWasGivenBack() {
    limit.perSecond(10);
    assertThat(limit.waitNanos(10, start)).isZero();
    limit.giveBack(4);
    assertThat(limit.waitNanos(4, start)).isZero();
    assertThat(limit.waitNanos(1, start)).isPositive();
  }
}
