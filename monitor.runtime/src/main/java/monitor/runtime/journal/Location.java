package monitor.runtime.journal;

import java.util.Comparator;

/**
 * A place in a lane. Segments are never rewritten and their numbers never used again, so a location
 * means the same entry for ever, or one that is gone.
 *
 * @param segment number of the segment, from 1; 0 is before everything
 * @param offset byte offset in its file
 */
public record Location(long segment, long offset) implements Comparable<Location> {
  /** Before everything. */
  public static final Location START = new Location(0, 0);

  private static final Comparator<Location> ORDER =
      Comparator.comparingLong(Location::segment).thenComparingLong(Location::offset);

  @Override
  public int compareTo(Location other) {
    return ORDER.compare(this, other);
  }
}
