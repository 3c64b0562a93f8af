package sink.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(60);

  private static Pauses pauses(long seed) {
    return new Pauses(FIRST, MOST, new Random(seed));
  }

  @Test
  void spreadsAgentsOverSecondsWhoLostTheirCollectorAtTheSameMoment() {
    List<Long> first =
        LongStream.range(0, 20).map(agent -> pauses(agent).nextNanos()).boxed().toList();
    assertThat(first).allMatch(nanos -> nanos >= FIRST.toNanos() && nanos <= 3 * FIRST.toNanos());
    for (int second = 0; second < 4; second++) {
      long from = FIRST.toNanos() + second * 500_000_000L;
      assertThat(first)
          .as("agents that come in half second %d", second)
          .anyMatch(nanos -> nanos >= from && nanos < from + 500_000_000L);
    }
  }

  @Test
  void growsUpToAMinuteAndBeginsAnew() {
    Pauses pauses = pauses(7);
    long longest = 0;
    for (int i = 0; i < 1_000; i++) {
      long pause = pauses.nextNanos();
      assertThat(pause).isBetween(FIRST.toNanos(), MOST.toNanos());
      longest = Math.max(longest, pause);
    }
    assertThat(longest).isGreaterThan(Duration.ofSeconds(50).toNanos());
    pauses.reset();
    assertThat(pauses.nextNanos()).isLessThanOrEqualTo(3 * FIRST.toNanos());
  }
}
