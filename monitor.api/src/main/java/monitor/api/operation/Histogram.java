package monitor.api.operation;

import java.util.List;

/**
 * How long something took, counted in classes.
 *
 * @param buckets by upper bound; each counts what took at most so long, so the last one counts
 *     everything and its bound is infinite
 * @param sumSeconds all together
 */
public record Histogram(List<Bucket> buckets, double sumSeconds) {
  /** Nothing was counted. */
  public static final Histogram NONE =
      new Histogram(List.of(new Bucket(Double.POSITIVE_INFINITY, 0)), 0);

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the last bound is not infinite
   */
  public Histogram {
    buckets = List.copyOf(buckets);
    if (buckets.isEmpty() || buckets.getLast().atMostSeconds() != Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("the last bucket counts everything");
    }
  }

  /**
   * What took at most so long.
   *
   * @param atMostSeconds upper bound
   * @param count those of the buckets before it included
   */
  public record Bucket(double atMostSeconds, long count) {}

  /** All that were counted. */
  public long count() {
    return buckets.getLast().count();
  }

  /**
   * A time in seconds that this part of all did not exceed: the upper bound of its bucket, infinite
   * beyond the last finite one; 0 if nothing was counted.
   *
   * @param part between 0 and 1
   */
  public double quantile(double part) {
    if (count() == 0) {
      return 0;
    }
    double rank = part * count();
    return buckets.stream()
        .filter(bucket -> bucket.count() >= rank)
        .mapToDouble(Bucket::atMostSeconds)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
