package monitor.runtime.accounting;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import monitor.api.operation.Histogram;
import monitor.api.operation.Histogram.Bucket;

/** Counts how long something took, in classes from a millisecond to ten seconds. Thread-safe. */
public final class Latencies {
  private static final double[] BOUNDS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, Double.POSITIVE_INFINITY
  };

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length);
  private final LongAdder sumNanos = new LongAdder();

  /** Counts one. */
  public void add(long nanos) {
    int bucket = 0;
    while (nanos > BOUNDS[bucket] * 1e9) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
    sumNanos.add(nanos);
  }

  /** What was counted so far. */
  public Histogram histogram() {
    List<Bucket> buckets = new ArrayList<>();
    long sum = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      sum += counts.get(i);
      buckets.add(new Bucket(BOUNDS[i], sum));
    }
    return new Histogram(buckets, sumNanos.sum() / 1e9);
  }
}
