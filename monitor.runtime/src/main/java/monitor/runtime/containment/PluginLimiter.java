package monitor.runtime.containment;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import monitor.api.operation.PluginLimit;

/** Holds the sources of one plugin to its limits. Safe for many threads. */
public final class PluginLimiter {
  private static final long MOST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final String plugin;
  private final RateLimit events = new RateLimit();
  private final RateLimit bytes = new RateLimit();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder heldBackNanos = new LongAdder();

  PluginLimiter(String plugin) {
    this.plugin = plugin;
  }

  /** Without a limit until it is given one. */
  public static PluginLimiter unlimited(String plugin) {
    return new PluginLimiter(plugin);
  }

  void set(Limits limits) {
    events.perSecond(limits.eventsPerSecond());
    bytes.perSecond(limits.bytesPerSecond());
  }

  /** Whether so much is within the limits now; if not, the caller drops it. */
  boolean admits(int count, long size) {
    boolean admitted = waitNanos(count, size) == 0;
    if (!admitted) {
      dropped.add(count);
    }
    return admitted;
  }

  /** Whether so much is within the limits now; if not, the caller says so to the one that asked. */
  boolean accepts(int count, long size) {
    return waitNanos(count, size) == 0;
  }

  /** Waits until so much is within the limits, the run is to end, or an interrupt. */
  void await(int count, long size, BooleanSupplier running) {
    long wait = waitNanos(count, size);
    if (wait == 0) {
      return;
    }
    long begun = System.nanoTime();
    try {
      while (wait > 0 && running.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(this, Math.min(wait, MOST_WAIT_NANOS));
        wait = waitNanos(count, size);
      }
    } finally {
      heldBackNanos.add(System.nanoTime() - begun);
    }
  }

  private long waitNanos(int count, long size) {
    if (events.perSecond() == 0 && bytes.perSecond() == 0) {
      return 0;
    }
    long now = System.nanoTime();
    long wait = events.waitNanos(count, now);
    if (wait > 0) {
      return wait;
    }
    long forBytes = bytes.waitNanos(size, now);
    if (forBytes > 0) {
      events.giveBack(count);
    }
    return forBytes;
  }

  /** The limits and what they have cost. */
  PluginLimit view() {
    return new PluginLimit(
        plugin,
        events.perSecond(),
        bytes.perSecond(),
        dropped.sum(),
        heldBackNanos.sum() / (double) TimeUnit.SECONDS.toNanos(1));
  }
}
