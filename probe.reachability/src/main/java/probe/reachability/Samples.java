package probe.reachability;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import monitor.api.probe.Target;
import org.jspecify.annotations.Nullable;

/**
 * What came of trying the same several times, one after the other.
 *
 * @param answered whether one try or more succeeded
 * @param meanMillis mean time of those that succeeded; null if none did
 * @param error of the last one that failed; null if none did
 */
record Samples(boolean answered, @Nullable Double meanMillis, @Nullable String error) {
  /** One try. */
  @FunctionalInterface
  interface Attempt {
    /** Nanoseconds that it took. */
    long nanos() throws IOException;
  }

  /**
   * Tries as often as the target says.
   *
   * @param reason says in words why a try failed
   */
  static Samples take(Target target, Attempt attempt, Function<IOException, String> reason)
      throws InterruptedException {
    List<Long> times = new ArrayList<>();
    String error = null;
    for (int i = 0; i < target.samples(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        times.add(attempt.nanos());
      } catch (IOException e) {
        error = reason.apply(e);
      }
    }
    OptionalDouble mean = times.stream().mapToLong(Long::longValue).average();
    @Nullable Double millis = mean.isPresent() ? Durations.millis((long) mean.getAsDouble()) : null;
    return new Samples(!times.isEmpty(), millis, error);
  }
}
