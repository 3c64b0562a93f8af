package monitor.runtime.journal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How a journal is to be kept.
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

  /** The defaults: 16 MiB segments, 1 GiB for each lane, floor 256 MiB, 5 ms or 256 KiB, 4 MiB. */
  public static JournalSettings in(Path folder) {
    return new JournalSettings(
        folder,
        16 * MIB,
        1024 * MIB,
        1024 * MIB,
        256 * MIB,
        Duration.ofMillis(5),
        256 << 10,
        4 * MIB,
        Store.disk(),
        InstantSource.system(),
        new SecureRandom());
  }

  /** With other segments. */
  public JournalSettings withSegmentBytes(long bytes) {
    return new JournalSettings(
        folder,
        bytes,
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

  /** With other quotas. */
  public JournalSettings withQuotas(long newKeptBytes, long newRingBytes) {
    return new JournalSettings(
        folder,
        segmentBytes,
        newKeptBytes,
        newRingBytes,
        freeFloorBytes,
        groupDelay,
        groupBytes,
        hotBytes,
        store,
        clock,
        random);
  }

  /** With another floor of free space. */
  public JournalSettings withFreeFloorBytes(long bytes) {
    return new JournalSettings(
        folder,
        segmentBytes,
        keptBytes,
        ringBytes,
        bytes,
        groupDelay,
        groupBytes,
        hotBytes,
        store,
        clock,
        random);
  }

  /** With another group commit. */
  public JournalSettings withGroupCommit(Duration delay, int bytes) {
    return new JournalSettings(
        folder,
        segmentBytes,
        keptBytes,
        ringBytes,
        freeFloorBytes,
        delay,
        bytes,
        hotBytes,
        store,
        clock,
        random);
  }

  /** With another hot tail. */
  public JournalSettings withHotBytes(long bytes) {
    return new JournalSettings(
        folder,
        segmentBytes,
        keptBytes,
        ringBytes,
        freeFloorBytes,
        groupDelay,
        groupBytes,
        bytes,
        store,
        clock,
        random);
  }

  /** With other file operations. */
  public JournalSettings withStore(Store newStore) {
    return new JournalSettings(
        folder,
        segmentBytes,
        keptBytes,
        ringBytes,
        freeFloorBytes,
        groupDelay,
        groupBytes,
        hotBytes,
        newStore,
        clock,
        random);
  }

  /** With another clock and another source of random numbers. */
  public JournalSettings withClock(InstantSource newClock, RandomGenerator newRandom) {
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
        newClock,
        newRandom);
  }

  long quota(Lane lane) {
    return lane == Lane.KEPT ? keptBytes : ringBytes;
  }

  /** The size at which a lane closes a segment. */
  long rollBytes(Lane lane) {
    return Math.max(1, Math.min(segmentBytes, quota(lane) / 4));
  }
}
