package monitor.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after some failures of one address in a row, each further one doubles the
 * time that it has to wait. Remembers the addresses that failed last. Not thread-safe.
 */
final class Waits {
  private static final int MOST_ADDRESSES = 10_000;
  private static final int FREE = 5;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration FORGET = Duration.ofMinutes(15);

  private record Failures(int count, long lastMillis) {}

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  Waits(InstantSource clock) {
    this.clock = clock;
  }

  /** How long this address still has to wait; zero or less if it has not. */
  Duration left(String address) {
    Failures known = failures.get(address);
    if (known == null || known.count() < FREE) {
      return Duration.ZERO;
    }
    long seconds = 1L << Math.min(known.count() - FREE, 30);
    Duration pause = Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    return pause.minusMillis(clock.millis() - known.lastMillis());
  }

  void failed(String address) {
    long now = clock.millis();
    Failures known = failures.get(address);
    boolean recent = known != null && now - known.lastMillis() < FORGET.toMillis();
    failures.put(address, new Failures(recent && known != null ? known.count() + 1 : 1, now));
  }

  void succeeded(String address) {
    failures.remove(address);
  }
}
