package monitor.runtime.containment;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.operation.Incident;
import monitor.api.operation.PluginLimit;

/** Reports plugins that were over their limits since the last look. One thread. */
public final class LimitWatch {
  private final Contained contained;
  private final InstantSource clock;
  private final Map<String, PluginLimit> before = new HashMap<>();

  /** Of these limits. */
  public LimitWatch(Contained contained, InstantSource clock) {
    this.contained = contained;
    this.clock = clock;
  }

  /** Looks once; call it about once a second. */
  public void look() {
    for (PluginLimit now : contained.limits()) {
      PluginLimit last = before.put(now.plugin(), now);
      if (now.droppedEvents() > (last == null ? 0 : last.droppedEvents())) {
        report(now, "it emits more than its limit of " + words(now) + "; the rest is dropped");
      }
      if (now.heldBackSeconds() > (last == null ? 0 : last.heldBackSeconds())) {
        report(now, "it emits more than its limit of " + words(now) + " and is held back");
      }
    }
  }

  private void report(PluginLimit limit, String what) {
    contained.report(
        Incident.now(clock.instant(), limit.plugin(), Incident.Kind.LIMIT, what, List.of()));
  }

  private static String words(PluginLimit limit) {
    String events = "%,d events/s".formatted(limit.eventsPerSecond());
    String bytes = "%,d bytes/s".formatted(limit.bytesPerSecond());
    if (limit.bytesPerSecond() == 0) {
      return events;
    }
    return limit.eventsPerSecond() == 0 ? bytes : events + " or " + bytes;
  }
}
