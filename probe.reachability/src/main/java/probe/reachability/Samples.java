package probe.reachability;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import monitor.api.event.Attributes;
import monitor.api.probe.Target;
import org.jspecify.annotations.Nullable;

/**
 * What came of trying the same several times, one after the other.
 *
 * @param <T> what a try yields
 * @param answers of those that got one
 * @param nanos how long each of them took
 * @param error of the last one that failed or was not as expected; null if all were fine
 */
record Samples<T>(List<T> answers, List<Long> nanos, @Nullable String error) {
  private static final String TIMES = "probe.samples.ms";

  /**
   * One try.
   *
   * @param <T> what it yields
   */
  @FunctionalInterface
  interface Attempt<T> {
    /** Tries. */
    T run() throws IOException, InterruptedException;
  }

  /**
   * Tries as often as the target says.
   *
   * @param nanos of an answer
   * @param problem of an answer, null if it is fine
   * @param reason says in words why a try failed
   */
  static <T> Samples<T> take(
      Target target,
      Attempt<T> attempt,
      ToLongFunction<T> nanos,
      Function<T, @Nullable String> problem,
      Function<IOException, String> reason)
      throws InterruptedException {
    List<T> answers = new ArrayList<>();
    String error = null;
    for (int i = 0; i < target.samples(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        T answer = attempt.run();
        answers.add(answer);
        String unexpected = problem.apply(answer);
        error = unexpected == null ? error : unexpected;
      } catch (IOException e) {
        error = reason.apply(e);
      }
    }
    return new Samples<>(
        List.copyOf(answers), answers.stream().map(nanos::applyAsLong).toList(), error);
  }

  /** Tries that yield their time. */
  static Samples<Long> times(
      Target target, Attempt<Long> attempt, Function<IOException, String> reason)
      throws InterruptedException {
    return take(target, attempt, Long::longValue, answer -> null, reason);
  }

  /** Whether one try or more got an answer. */
  boolean answered() {
    return !answers.isEmpty();
  }

  /** The last answer; null if there was none. */
  @Nullable T last() {
    return answers.isEmpty() ? null : answers.getLast();
  }

  /** The mean of the times; null if there was no answer. */
  @Nullable Double meanMillis() {
    OptionalDouble mean = nanos.stream().mapToLong(Long::longValue).average();
    return mean.isPresent() ? Durations.millis((long) mean.getAsDouble()) : null;
  }

  /** The single times, where there is more than one: the mean alone shows no spread. */
  Attributes details() {
    if (nanos.size() < 2) {
      return Attributes.EMPTY;
    }
    List<String> texts =
        nanos.stream()
            .map(time -> String.format(Locale.ROOT, "%.3f", Durations.millis(time)))
            .toList();
    return Attributes.of(TIMES, texts);
  }
}
