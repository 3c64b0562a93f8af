package monitor.runtime.journal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How a journal is to be kept; made by {@link #in}.
 *
 * @param folder folder of its own
 * @param segmentBytes size at which a segment is closed and the next one begun; a lane uses at most
 *     a quarter of its quota, so that what is released can be given back in good time
 * @param keptBytes quota of {@link Lane#KEPT}
 * @param ringBytes quota of {@link Lane#RING}
 * @param freeFloorBytes free space of the file system that is left to others
 * @param groupDelay shortest time between two group commits: an entry that comes after a quiet
 *     moment is written at once
 * @param groupBytes bytes that are written without waiting for the group delay
 * @param hotBytes most bytes of durable entries that each lane keeps in memory for readers
 * @param store file operations
 * @param clock tells when damage was found and segments were made
 * @param random makes epochs
 */
public record JournalSettings(
    Path folder,
    long segmentBytes,
    long keptBytes,
    long ringBytes,
    long freeFloorBytes,
    Duration groupDelay,
    int groupBytes,
    long hotBytes,
    Store store,
    InstantSource clock,
    RandomGenerator random) {
  private static final long MIB = 1L << 20;
  private static final long LARGEST_SEGMENT = 1L << 30;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them makes no sense
   */
  public JournalSettings {
    if (segmentBytes < 1 || segmentBytes > LARGEST_SEGMENT) {
      throw new IllegalArgumentException(
          "a segment has between 1 byte and 1 GiB, not " + segmentBytes);
    }
    if (keptBytes < 1 || ringBytes < 1 || groupBytes < 1) {
      throw new IllegalArgumentException("quotas and group size must be positive");
    }
    if (freeFloorBytes < 0 || hotBytes < 0 || groupDelay.isNegative()) {
      throw new IllegalArgumentException("floor, hot tail and group delay cannot be negative");
    }
  }

  /**
   * Settings with the defaults: 16 MiB segments, 1 GiB for each lane, floor 256 MiB, group commit
   * of 5 ms or 256 KiB, hot tail of 4 MiB, the disk and the clock of the system.
   */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  long quota(Lane lane) {
    return lane == Lane.KEPT ? keptBytes : ringBytes;
  }

  /** The size at which a lane closes a segment. */
  long rollBytes(Lane lane) {
    return Math.max(1, Math.min(segmentBytes, quota(lane) / 4));
  }

  /** Collects what differs from the defaults. Not thread-safe. */
  public static final class Builder {
    private final Path folder;
    private long segmentBytes = 16 * MIB;
    private long keptBytes = 1024 * MIB;
    private long ringBytes = 1024 * MIB;
    private long freeFloorBytes = 256 * MIB;
    private Duration groupDelay = Duration.ofMillis(5);
    private int groupBytes = 256 << 10;
    private long hotBytes = 4 * MIB;
    private Store store = Store.disk();
    private InstantSource clock = InstantSource.system();
    private RandomGenerator random = new SecureRandom();

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** Size of segments. */
    public Builder segmentBytes(long bytes) {
      segmentBytes = bytes;
      return this;
    }

    /** Quotas of the lanes. */
    public Builder quotas(long kept, long ring) {
      keptBytes = kept;
      ringBytes = ring;
      return this;
    }

    /** Free space that is left to others. */
    public Builder freeFloorBytes(long bytes) {
      freeFloorBytes = bytes;
      return this;
    }

    /** When a group is committed. */
    public Builder groupCommit(Duration delay, int bytes) {
      groupDelay = delay;
      groupBytes = bytes;
      return this;
    }

    /** Size of the hot tail of each lane. */
    public Builder hotBytes(long bytes) {
      hotBytes = bytes;
      return this;
    }

    /** File operations. */
    public Builder store(Store operations) {
      store = operations;
      return this;
    }

    /** The clock, and what makes epochs. */
    public Builder clock(InstantSource instants, RandomGenerator epochs) {
      clock = instants;
      random = epochs;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if a number makes no sense
     */
    public JournalSettings build() {
      return new JournalSettings(
          folder,
          segmentBytes,
          keptBytes,
          ringBytes,
          freeFloorBytes,
          groupDelay,
          groupBytes,
          hotBytes,
          store,
          clock,
          random);
    }
  }
}
