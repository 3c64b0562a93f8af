package collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientCallsTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  private String answer(String about) {
    asked.computeIfAbsent(about, key -> new AtomicInteger()).incrementAndGet();
    if (about.equals("dead")) {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      answered.countDown();
    }
    return "answer about " + about;
  }

  @Test
  void goesOnWithoutWhatDoesNotAnswerAndAsksAgainWhenItDoes() throws Exception {
    PatientCalls<String> calls = new PatientCalls<>("test", Duration.ofMillis(20), this::answer);
    assertThat(calls.ask("dead")).isNull();
    assertThat(calls.ask("dead")).isNull();
    PatientCalls<String> others = new PatientCalls<>("test", Duration.ofSeconds(10), this::answer);
    assertThat(others.ask("alive")).isEqualTo("answer about alive");
    release.countDown();
    assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(asked.get("dead")).hasValue(1);
    assertThat(others.ask("dead")).isEqualTo("answer about dead");
  }

  @Test
  void passesOnWhatWentWrong() {
    PatientCalls<String> calls =
        new PatientCalls<>(
            "test",
            Duration.ofSeconds(10),
            about -> {
              throw new IllegalArgumentException("no such thing");
            });
    assertThatThrownBy(() -> calls.ask("x")).hasRootCauseMessage("no such thing");
  }
}
