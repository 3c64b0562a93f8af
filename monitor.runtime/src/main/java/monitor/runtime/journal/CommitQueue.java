package monitor.runtime.journal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Between those who append and the writer thread: holds what the next group commit takes. */
final class CommitQueue {
  private final long delayNanos;
  private final long groupBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private Group group = new Group();
  private boolean closed;
  private long lastTakeNanos;

  CommitQueue(JournalSettings settings) {
    delayNanos = settings.groupDelay().toNanos();
    groupBytes = settings.groupBytes();
    lastTakeNanos = System.nanoTime() - delayNanos;
  }

  /** What one group commit does. */
  static final class Group {
    final Map<Lane, List<Append>> appends = new EnumMap<>(Lane.class);
    final Map<Lane, Location> releases = new EnumMap<>(Lane.class);
    final Map<Lane, Long> expiries = new EnumMap<>(Lane.class);
    long bytes;

    private boolean isEmpty() {
      return appends.isEmpty() && releases.isEmpty() && expiries.isEmpty();
    }
  }

  /** Adds an append; false if the queue is closed. */
  boolean add(Append append) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      boolean wake = group.isEmpty() || group.bytes + append.bytes() >= groupBytes;
      group.appends.computeIfAbsent(append.lane(), lane -> new ArrayList<>()).add(append);
      group.bytes += append.bytes();
      if (wake) {
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a release; the furthest one counts. */
  void release(Lane lane, Location upTo) {
    lock.lock();
    try {
      group.releases.merge(lane, upTo, (a, b) -> a.compareTo(b) >= 0 ? a : b);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an expiry; the latest one counts. */
  void expire(Lane lane, long millis) {
    lock.lock();
    try {
      group.expiries.merge(lane, millis, Math::max);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** No more is taken; what is there is still handed out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  long pendingBytes() {
    lock.lock();
    try {
      return group.bytes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for work, and for more of it as long as the last group is not long ago and this one is
   * small. Null once the queue is closed and empty. An interrupt, from whomever, is taken as none:
   * it would close the files.
   */
  @Nullable Group take() {
    lock.lock();
    try {
      while (group.isEmpty() && !closed) {
        work.awaitUninterruptibly();
      }
      if (group.isEmpty()) {
        return null;
      }
      gather();
      Thread.interrupted();
      lastTakeNanos = System.nanoTime();
      Group taken = group;
      group = new Group();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void gather() {
    long remaining = lastTakeNanos + delayNanos - System.nanoTime();
    while (remaining > 0 && group.bytes < groupBytes && !closed) {
      try {
        remaining = work.awaitNanos(remaining);
      } catch (InterruptedException e) {
        remaining = 0;
      }
    }
  }
}
