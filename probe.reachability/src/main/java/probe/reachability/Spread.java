package probe.reachability;

import java.time.Duration;

/**
 * When the first rounds of the targets of a table begin: evenly over the interval, so that at no
 * time more than their share of packets leaves; the rounds that follow keep that distance. Few
 * targets do not wait for a long interval: the first rounds of two are no further apart than a
 * second.
 *
 * @param name of the table; tables begin at different times within one step
 * @param interval from one round of a target to its next
 * @param targets how many there are, at least 1
 */
record Spread(String name, Duration interval, int targets) {
  private static final Duration WIDEST_STEP = Duration.ofSeconds(1);

  /** Names that end in a number have nearby hashes; this spreads them (Knuth, 6.4). */
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  /** From the start of the table to the first round of the target with this index. */
  Duration delay(int index) {
    Duration even = interval.multipliedBy(index).dividedBy(targets);
    Duration widest = WIDEST_STEP.multipliedBy(index);
    return phase().plus(even.compareTo(widest) < 0 ? even : widest);
  }

  /** Or the first targets of many tables would be tested at one moment. */
  private Duration phase() {
    Duration even = interval.dividedBy(targets);
    Duration step = even.compareTo(WIDEST_STEP) < 0 ? even : WIDEST_STEP;
    return step.multipliedBy(name.hashCode() * GOLDEN_RATIO >>> 16).dividedBy(1 << 16);
  }
}
