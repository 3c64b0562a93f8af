package monitor.rest.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each identity: a minute's worth may come at once, then one each time a
 * fraction of the minute has passed. Remembers the identities seen last. Thread-safe.
 */
public final class RateLimiter {
  private static final int MAX_IDENTITIES = 10_000;
  private static final double MINUTE_NANOS = 60e9;

  private static final class Bucket {
    double tokens;
    long nanos;
  }

  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_IDENTITIES;
        }
      };

  /** With this monotonic clock. */
  public RateLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes one token.
   *
   * @param perMinute size of the bucket
   * @throws Problem 429 if none is left
   */
  void take(String identity, int perMinute) {
    long wait = tryTake(identity, perMinute);
    if (wait > 0) {
      throw Problem.of(
              429, "too-many-requests", "More than %d requests a minute.".formatted(perMinute))
          .header("Retry-After", Long.toString(wait))
          .hint("Wait %d s, and ask for more at once.".formatted(wait));
    }
  }

  private synchronized long tryTake(String identity, int perMinute) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.get(identity);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = perMinute;
      buckets.put(identity, bucket);
    } else {
      double gained = (now - bucket.nanos) / MINUTE_NANOS * perMinute;
      bucket.tokens = Math.min(perMinute, bucket.tokens + gained);
    }
    bucket.nanos = now;
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      return 0;
    }
    return (long) Math.ceil((1 - bucket.tokens) * MINUTE_NANOS / perMinute / 1e9);
  }
}
