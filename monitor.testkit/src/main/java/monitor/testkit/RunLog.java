package monitor.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import monitor.api.delivery.Outcome;
import monitor.api.status.Status;

/** Everything that was seen of a source, over all its runs. */
final class RunLog {
  private final Signal signal = new Signal();
  private final Emissions emissions = new Emissions(signal);
  private final List<Status> statuses = new ArrayList<>();
  private final List<Forwarded> forwarded = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<String> late = new ArrayList<>();

  Signal signal() {
    return signal;
  }

  /** Waits for a condition that need not tell the signal, such as the end of a thread. */
  boolean poll(BooleanSupplier condition, Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!signal.await(condition, Duration.ofMillis(2))) {
      if (System.nanoTime() > deadline) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  Emissions emissions() {
    return emissions;
  }

  void report(Status status) {
    signal.change(() -> statuses.add(status));
  }

  void violation(String sentence) {
    signal.change(() -> violations.add(sentence));
  }

  /** A call after the fence, which was refused. */
  void late(String thread) {
    signal.change(() -> late.add(thread));
  }

  CompletionStage<Outcome> forward(
      Forwarded batch, Function<Forwarded, CompletionStage<Outcome>> answer) {
    signal.change(() -> forwarded.add(batch));
    return answer.apply(batch);
  }

  List<Status> statuses() {
    return copy(statuses);
  }

  List<Forwarded> forwarded() {
    return copy(forwarded);
  }

  List<String> violations() {
    return copy(violations);
  }

  List<String> late() {
    return copy(late);
  }

  private <T> List<T> copy(List<T> list) {
    synchronized (signal) {
      return List.copyOf(list);
    }
  }
}
