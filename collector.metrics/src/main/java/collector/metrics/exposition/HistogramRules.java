package collector.metrics.exposition;

import org.jspecify.annotations.Nullable;

/** What the samples of one histogram have to be to each other. */
final class HistogramRules {
  private boolean begun;
  private boolean timed;
  private long timeNanos;
  private double bound;
  private double below;
  private double count;
  private boolean sum;
  private boolean plainSum;
  private boolean negativeBounds;
  private boolean negativeSum;

  /** Takes the next sample, and gives what is wrong with it or with the histogram before it. */
  @Nullable String take(SampleLine sample, double upTo, boolean newGroup) {
    String problem = null;
    if (newGroup || sample.timed() != timed || sample.timed() && sample.timeNanos() != timeNanos) {
      problem = end();
      begin(sample);
    }
    return problem == null ? add(sample, upTo) : problem;
  }

  private void begin(SampleLine sample) {
    begun = true;
    timed = sample.timed();
    timeNanos = sample.timeNanos();
    bound = Double.NaN;
    below = 0;
    count = Double.NaN;
    sum = false;
    plainSum = false;
    negativeBounds = false;
    negativeSum = false;
  }

  private @Nullable String add(SampleLine sample, double upTo) {
    switch (sample.role()) {
      case BUCKET -> {
        return bucket(upTo, sample.value());
      }
      case COUNT, GCOUNT -> count = sample.value();
      case SUM -> {
        sum = true;
        plainSum = true;
      }
      case GSUM -> {
        sum = true;
        negativeSum = sample.value() < 0;
      }
      default -> {}
    }
    return null;
  }

  private @Nullable String bucket(double upTo, double value) {
    if (upTo < bound) {
      return "the bounds of buckets have to grow";
    }
    if (value < below) {
      return "a bucket holds less than the one before";
    }
    negativeBounds |= upTo < 0;
    bound = upTo;
    below = value;
    return null;
  }

  /** Gives what is wrong with the last histogram, when it is complete. */
  @Nullable String end() {
    if (!begun) {
      return null;
    }
    begun = false;
    if (bound != Double.POSITIVE_INFINITY) {
      return "the bucket +Inf of a histogram is missing";
    }
    boolean counted = !Double.isNaN(count);
    if (counted && count != below) {
      return "the count of a histogram is not that of its bucket +Inf";
    }
    if (counted != sum) {
      return "a histogram has a count and a sum, or none of both";
    }
    if (plainSum && negativeBounds) {
      return "a histogram with negative bounds has no sum";
    }
    if (negativeSum && !negativeBounds) {
      return "the sum is negative, but no bound is";
    }
    return null;
  }
}
