package monitor.rest.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import monitor.rest.http.Problem;

/**
 * Slows down guessing: after some failures in a row each further one doubles the wait. Remembers
 * what failed last. Thread-safe.
 */
final class Throttle {
  private static final int MAX_KEYS = 10_000;
  private static final Duration FORGET = Duration.ofMinutes(15);

  private record Failures(int count, Instant last) {}

  private final InstantSource clock;
  private final int free;
  private final Duration longest;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /**
   * A throttle.
   *
   * @param free failures without a wait
   * @param longest wait
   */
  Throttle(InstantSource clock, int free, Duration longest) {
    this.clock = clock;
    this.free = free;
    this.longest = longest;
  }

  /**
   * Lets an attempt through.
   *
   * @throws Problem 429 if it has to wait
   */
  synchronized void check(String key) {
    Failures known = failures.get(key);
    if (known == null) {
      return;
    }
    Duration left = Duration.between(clock.instant(), known.last().plus(pause(known.count())));
    if (left.isPositive()) {
      long seconds = left.toSeconds() + 1;
      throw Problem.of(429, "too-many-failures", "Too many attempts failed.")
          .header("Retry-After", Long.toString(seconds))
          .hint("Try again in %d s.".formatted(seconds));
    }
  }

  private Duration pause(int count) {
    if (count < free) {
      return Duration.ZERO;
    }
    Duration doubled = Duration.ofSeconds(1L << Math.min(count - free, 30));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  /** An attempt failed. */
  synchronized void failed(String key) {
    Instant now = clock.instant();
    Failures known = failures.get(key);
    boolean recent = known != null && known.last().plus(FORGET).isAfter(now);
    failures.put(key, new Failures(recent && known != null ? known.count() + 1 : 1, now));
  }

  /** An attempt succeeded. */
  synchronized void succeeded(String key) {
    failures.remove(key);
  }
}
