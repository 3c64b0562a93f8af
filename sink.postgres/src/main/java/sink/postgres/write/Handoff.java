package sink.postgres.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Batches between the thread that makes rows and the threads that write them; bounded in bytes. One
 * writer gets all there is as soon as it asks; while it writes, another gets a group only when half
 * of one waits, so that small loads are not cut into small transactions.
 */
final class Handoff {
  private static final int MAX_STREAMS = 50_000;

  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<PreparedBatch> waiting = new ArrayDeque<>();
  private final Map<Integer, Long> ends = new HashMap<>();
  private CountDownLatch last = new CountDownLatch(0);
  private long bytes;
  private int taken;
  private boolean closed;

  /**
   * Batches for one transaction.
   *
   * @param batches in their order
   * @param ahead whether each begins where the one before it of its stream ends, and others are
   *     being written: then copying its rows need not wait for their commit
   * @param before zero when the group that was taken before is settled
   * @param settled made zero by {@link Handoff#settle}
   */
  record Group(
      List<PreparedBatch> batches, boolean ahead, CountDownLatch before, CountDownLatch settled) {
    Group {
      batches = List.copyOf(batches);
    }
  }

  /**
   * Open and empty.
   *
   * @param maxBytes of memory that may wait; a single batch may be larger
   */
  Handoff(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Waits for room and adds a batch; false when closed. */
  boolean put(PreparedBatch batch) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && bytes > 0 && bytes + batch.heldBytes() > maxBytes) {
        changed.await();
      }
      if (closed) {
        return false;
      }
      waiting.add(batch);
      bytes += batch.heldBytes();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for batches and takes all that are there, up to a number of bytes; none when closed. Each
   * group is to be settled.
   */
  Group take(long most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && (waiting.isEmpty() || taken > 0 && bytes < most / 2)) {
        changed.await();
      }
      Group group = group(most);
      last = group.settled();
      taken++;
      changed.signalAll();
      return group;
    } finally {
      lock.unlock();
    }
  }

  private Group group(long most) {
    List<PreparedBatch> batches = new ArrayList<>();
    boolean ahead = taken > 0;
    long size = 0;
    while (!closed
        && !waiting.isEmpty()
        && (size == 0 || size + waiting.peek().heldBytes() <= most)) {
      PreparedBatch next = waiting.remove();
      size += next.heldBytes();
      bytes -= next.heldBytes();
      batches.add(next);
      ahead &= follows(next);
    }
    return new Group(batches, ahead, last, new CountDownLatch(1));
  }

  private boolean follows(PreparedBatch batch) {
    if (ends.size() > MAX_STREAMS) {
      ends.clear();
    }
    Long end = ends.put(batch.mark(), batch.id().nextSequence());
    return end != null && end == batch.id().firstSequence();
  }

  /** Ends the turn of a group, whatever became of it. */
  void settle(Group group) {
    lock.lock();
    try {
      taken--;
      group.settled().countDown();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses further batches and returns those that wait. */
  List<PreparedBatch> close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      List<PreparedBatch> rest = List.copyOf(waiting);
      waiting.clear();
      bytes = 0;
      return rest;
    } finally {
      lock.unlock();
    }
  }
}
