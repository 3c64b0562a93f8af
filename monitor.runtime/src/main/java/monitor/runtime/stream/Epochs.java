package monitor.runtime.stream;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.delivery.Epoch;

/**
 * In which epoch the numbers of a stream were given. Numbers go on over epochs; a new one begins
 * with the journal's, and when a destination has other events under the same identity. Safe for
 * many threads.
 */
public final class Epochs {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TreeMap<Long, Epoch> begins = new TreeMap<>();
  private Epoch current;

  Epochs(Epoch current) {
    this.current = current;
  }

  /** The epoch of the next batch. */
  public synchronized Epoch current() {
    return current;
  }

  /** A batch that begins with this number is of this epoch. */
  public synchronized void seen(long first, Epoch epoch) {
    Map.Entry<Long, Epoch> before = begins.floorEntry(first);
    if (before == null || !before.getValue().equals(epoch)) {
      begins.put(first, epoch);
    }
  }

  /**
   * The epoch of a number; that of the oldest batch known for those before it, and the current one
   * if none is known.
   */
  public synchronized Epoch at(long sequence) {
    Map.Entry<Long, Epoch> begin = begins.floorEntry(sequence);
    begin = begin == null ? begins.firstEntry() : begin;
    return begin == null ? current : begin.getValue();
  }

  /** The first number after this one, but before a limit, in another epoch; else the limit. */
  synchronized long change(long after, long limit) {
    Long begin = begins.higherKey(after);
    return begin == null || begin >= limit || begins.floorKey(after) == null ? limit : begin;
  }

  /** Goes on in a new epoch, unless it does so already; returns whether this call made it. */
  public synchronized boolean leave(Epoch conflicting) {
    if (!current.equals(conflicting)) {
      return false;
    }
    current = new Epoch(conflicting.ordinal() + 1, HexFormat.of().toHexDigits(RANDOM.nextLong()));
    return true;
  }
}
