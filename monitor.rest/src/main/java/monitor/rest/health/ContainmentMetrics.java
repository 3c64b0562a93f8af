package monitor.rest.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import monitor.api.operation.Containment;
import monitor.api.operation.PluginLimit;

/** The metrics of what contains the plugins. */
final class ContainmentMetrics {
  private ContainmentMetrics() {}

  static void write(Exposition out, Containment containment) {
    out.gauge("monitor_plugin_limit_events_per_second", "Most events of a plugin; 0: no limit.");
    each(out, containment, "monitor_plugin_limit_events_per_second", PluginLimit::eventsPerSecond);
    out.gauge("monitor_plugin_limit_bytes_per_second", "Most bytes of a plugin; 0: no limit.");
    each(out, containment, "monitor_plugin_limit_bytes_per_second", PluginLimit::bytesPerSecond);
    out.counter("monitor_plugin_over_limit_events_total", "Events dropped over the limit.");
    each(out, containment, "monitor_plugin_over_limit_events_total", PluginLimit::droppedEvents);
    out.counter("monitor_plugin_held_back_seconds_total", "Time its threads had to wait.");
    each(out, containment, "monitor_plugin_held_back_seconds_total", PluginLimit::heldBackSeconds);
    Map<Map<String, String>, Long> incidents = new java.util.LinkedHashMap<>();
    containment
        .incidents()
        .forEach(incident ->
            incidents.merge(
                new TreeMap<>(Map.of("plugin", incident.plugin(), "kind", incident.kind().label())),
                incident.count(),
                Long::sum));
    out.gauge("monitor_plugin_incidents", "Incidents of a plugin that are remembered.");
    incidents.forEach((labels, count) -> out.sample("monitor_plugin_incidents", labels, count));
  }

  private static void each(
      Exposition out, Containment containment, String name, ToDoubleFunction<PluginLimit> of) {
    containment
        .limits()
        .forEach(
            limit -> out.sample(name, Map.of("plugin", limit.plugin()), of.applyAsDouble(limit)));
  }
}
