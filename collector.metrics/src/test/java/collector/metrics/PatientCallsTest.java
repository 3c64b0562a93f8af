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

  private String ask(PatientCalls<String> calls, String about) throws InterruptedException {
    return calls.ask(about, () -> answer(about));
  }

  @Test
  void goesOnWithoutWhatDoesNotAnswerAndAsksAgainWhenItDoes() throws Exception {
    PatientCalls<String> calls = new PatientCalls<>("test", Duration.ofMillis(20));
    assertThat(ask(calls, "dead")).isNull();
    assertThat(ask(calls, "dead")).isNull();
    PatientCalls<String> others = new PatientCalls<>("test", Duration.ofSeconds(10));
    assertThat(ask(others, "alive")).isEqualTo("answer about alive");
    release.countDown();
    assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(asked.get("dead")).hasValue(1);
    assertThat(ask(others, "dead")).isEqualTo("answer about dead");
  }

  @Test
  void passesOnWhatWentWrong() {
    PatientCalls<String> calls = new PatientCalls<>("test", Duration.ofSeconds(10));
    assertThatThrownBy(() ->
            calls.ask(
                "x",
                () -> {
                  throw new IllegalArgumentException("no such thing");
                }))
        .hasMessageContaining("asking about x failed")
        .hasRootCauseMessage("no such thing");
  }
}
