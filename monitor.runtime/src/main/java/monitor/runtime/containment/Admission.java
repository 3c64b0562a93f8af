package monitor.runtime.containment;

import java.util.function.BooleanSupplier;

/**
 * The limits of a plugin as they hold for one run of a source: one that is asked to stop is held
 * back no more, so that it can end.
 *
 * @param limiter of the plugin
 * @param running whether the run goes on
 */
public record Admission(PluginLimiter limiter, BooleanSupplier running) {
  /** Whether so much is within the limits now; if not, the caller drops it. */
  public boolean admits(int count, long bytes) {
    return limiter.admits(count, bytes);
  }

  /** Whether so much is within the limits now; if not, the caller says so to the one that asked. */
  public boolean accepts(int count, long bytes) {
    return limiter.accepts(count, bytes);
  }

  /** Waits until so much is within the limits, the run is to end, or an interrupt. */
  public void await(int count, long bytes) {
    limiter.await(count, bytes, running);
  }
}
