package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Outcome;
import org.junit.jupiter.api.Test;

class PassageTest {
  private static final Outcome AWAY = Outcome.retry("away");

  private final Passage passage = new Passage();

  /** A batch of ten that is passed on, and its outcome to be; null if it is held back. */
  private CompletableFuture<Outcome> pass(long first) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    BatchId id = new BatchId("agent", new Epoch(1, "0123456789abcdef"), "numbers/test", first, 10);
    return passage.pass(id, () -> outcome) == null ? null : outcome;
  }

  @Test
  void holdsBackWhatComesBehindTheEarliestThatIsToComeAgain() {
    CompletableFuture<Outcome> first = pass(0);
    CompletableFuture<Outcome> second = pass(10);
    second.complete(AWAY);
    first.completeExceptionally(new IllegalStateException("the sink failed"));
    assertThat(pass(20)).isNull();
    assertThat(pass(10)).isNull();
    assertThat(pass(0)).isNotNull();
    assertThat(pass(10)).isNotNull();
    assertThat(passage.waiting()).isZero();
  }

  /** The agent has gone back, and would not send the second batch once more. */
  @Test
  void doesNotWaitForWhatHasComeAgainBeforeItWasSentBack() {
    CompletableFuture<Outcome> first = pass(0);
    CompletableFuture<Outcome> second = pass(10);
    first.complete(AWAY);
    assertThat(pass(0)).isNotNull();
    assertThat(pass(10)).isNotNull();
    second.complete(AWAY);
    assertThat(pass(20)).isNotNull();
  }

  @Test
  void goesOnBehindWhatIsRefusedForEver() {
    pass(0).complete(new Outcome.Rejected("never"));
    assertThat(pass(10)).isNotNull();
  }
}
