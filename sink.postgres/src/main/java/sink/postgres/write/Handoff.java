package sink.postgres.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Batches between the thread that makes rows and the thread that writes them; bounded in bytes. */
final class Handoff {
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<PreparedBatch> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

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

  /** Waits for batches and takes all that are there, up to a number of bytes; none when closed. */
  List<PreparedBatch> take(long most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && waiting.isEmpty()) {
        changed.await();
      }
      List<PreparedBatch> group = new ArrayList<>();
      long size = 0;
      while (!closed
          && !waiting.isEmpty()
          && (size == 0 || size + waiting.peek().heldBytes() <= most)) {
        PreparedBatch next = waiting.remove();
        size += next.heldBytes();
        bytes -= next.heldBytes();
        group.add(next);
      }
      changed.signalAll();
      return group;
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
