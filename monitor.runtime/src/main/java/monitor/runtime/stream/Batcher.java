package monitor.runtime.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that moves events from the buffers into batches. It goes round the streams, at
 * most one batch each, so that a source that floods costs the others one batch of time.
 */
public final class Batcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);
  private static final long IDLE_NANOS = 100_000_000L;

  private final List<StreamSealer> sealers = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::loop, "batcher");
  private volatile boolean parked;
  private volatile boolean stopping;

  /** Starts the thread. */
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void add(StreamSealer sealer) {
    sealers.add(sealer);
  }

  /** Says that something may be there to do; cheap when the batcher is busy. */
  void wake() {
    if (parked) {
      parked = false;
      LockSupport.unpark(thread);
    }
  }

  /** The thread, so that its cost can be counted. */
  public Thread thread() {
    return thread;
  }

  private void loop() {
    while (!stopping || unfinished()) {
      if (!round()) {
        rest();
      }
    }
  }

  private boolean round() {
    boolean progressed = false;
    long now = System.nanoTime();
    for (StreamSealer sealer : sealers) {
      progressed |= step(sealer, now);
    }
    return progressed;
  }

  /** A stream whose books cannot be trusted any more stands still, and no other with it. */
  private boolean step(StreamSealer sealer, long now) {
    try {
      return sealer.step(now);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      sealers.remove(sealer);
      LOG.error("{} stands still until the platform is restarted.", sealer.name(), e);
      return true;
    }
  }

  /** Parks, but looks once more after saying so: else an event that came in between would wait. */
  private void rest() {
    parked = true;
    if (round()) {
      parked = false;
      return;
    }
    LockSupport.parkNanos(this, IDLE_NANOS);
    parked = false;
  }

  private boolean unfinished() {
    return sealers.stream().anyMatch(sealer -> !sealer.idle() && !sealer.held());
  }

  /**
   * Stops when everything that waits in the buffers is durable; what the journal refuses stays
   * behind. Nobody may emit any more.
   */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
