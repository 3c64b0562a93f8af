package monitor.runtime.direct;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Outcome;
import monitor.runtime.batch.StoredBatch;
import org.jspecify.annotations.Nullable;

/** A batch on its way past the journal, until every essential sink has answered. Thread-safe. */
final class Consignment {
  private final StoredBatch batch;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private int open;
  private @Nullable Outcome worst;

  /** Of which so many sinks have to answer, at least one. */
  Consignment(StoredBatch batch, int answers) {
    this.batch = batch;
    this.open = answers;
  }

  StoredBatch batch() {
    return batch;
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  /** Has something done once the peer knows the outcome; only before the last sink has answered. */
  synchronized void whenTold(Runnable action) {
    afterwards.add(action);
  }

  /** One of them answered; null: it need not. The last one completes it. */
  void answered(@Nullable Outcome answer) {
    Outcome told;
    List<Runnable> actions;
    synchronized (this) {
      if (answer != null) {
        worst = worst == null ? answer : Verdicts.worse(worst, answer);
      }
      open--;
      if (open > 0) {
        return;
      }
      told = worst == null ? Outcome.retry("no essential sink takes it any more") : worst;
      actions = List.copyOf(afterwards);
    }
    outcome.complete(told);
    actions.forEach(Runnable::run);
  }
}
