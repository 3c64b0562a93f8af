package monitor.rest.offers;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** A service of the OSGi registry: the best ranked one. Thread-safe. */
public final class TrackedOffer<T> implements Offer<T>, AutoCloseable {
  private final ServiceTracker<T, T> tracker;

  /** Tracks services of this type until it is closed. */
  public TrackedOffer(BundleContext context, Class<T> type) {
    tracker = new ServiceTracker<>(context, type, null);
    tracker.open();
  }

  @Override
  public Optional<T> now() {
    return Optional.ofNullable(tracker.getService());
  }

  @Override
  public List<T> all() {
    return List.copyOf(tracker.getTracked().values());
  }

  @Override
  public void close() {
    tracker.close();
  }
}
