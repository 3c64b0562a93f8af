package probe.reachability;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.api.probe.Probe;
import monitor.api.task.Assignment;
import monitor.api.task.Task;
import monitor.api.task.TaskRouter;
import org.jspecify.annotations.Nullable;

/** Gives targets to probes that come and go, all of which may use raw sockets. */
final class Offers implements TaskRouter {
  private final List<Offer> offers = new CopyOnWriteArrayList<>();
  private volatile @Nullable String refusal;

  private record Offer(String name, Probe probe) {}

  static Offers of(String name, Probe probe) {
    Offers offers = new Offers();
    offers.add(probe, name);
    return offers;
  }

  void add(Probe probe, String name) {
    offers.add(new Offer(name, probe));
  }

  void remove(Probe probe) {
    offers.removeIf(offer -> offer.probe == probe);
  }

  /** Refuses everything from now on. */
  void refuse(String reason) {
    refusal = reason;
  }

  @Override
  public <P> Assignment<P> assign(Class<P> type, Task task) {
    String reason = refusal;
    if (reason != null) {
      return new Assignment.Refused<>(reason);
    }
    return offers.stream()
        .filter(offer -> offer.name.equals(task.kind()))
        .findFirst()
        .<Assignment<P>>map(offer ->
            new Assignment.Assigned<>(type.cast(offer.probe), offer.name, ProbeTargets.RAW))
        .orElseGet(() -> new Assignment.Refused<>("nobody does '%s'".formatted(task.kind())));
  }
}
