package monitor.rest.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts answers by status and refusals by code, and logs refusals at most once a minute however
 * many come. Thread-safe.
 */
public final class RequestCounts {
  private static final Logger LOG = LoggerFactory.getLogger(RequestCounts.class);
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());

  /** One answer. */
  void answered(int status) {
    answers.computeIfAbsent(status, key -> new LongAdder()).increment();
  }

  /** One refusal. */
  void refused(Problem problem, String requestId) {
    refusals.computeIfAbsent(problem.code(), key -> new LongAdder()).increment();
    long now = System.nanoTime();
    long next = nextLogNanos.get();
    if (now - next >= 0 && nextLogNanos.compareAndSet(next, now + MINUTE_NANOS)) {
      LOG.info(
          "Refused request {} with {} {}; refused since the start: {}.",
          requestId,
          problem.status(),
          problem.code(),
          refusals());
    }
  }

  /** Answers by status. */
  public Map<Integer, Long> answers() {
    Map<Integer, Long> copy = new TreeMap<>();
    answers.forEach((status, count) -> copy.put(status, count.sum()));
    return copy;
  }

  /** Refusals by code. */
  public Map<String, Long> refusals() {
    Map<String, Long> copy = new TreeMap<>();
    refusals.forEach((code, count) -> copy.put(code, count.sum()));
    return copy;
  }
}
