package monitor.rest.views;

import java.util.List;
import java.util.Map;
import monitor.api.operation.PluginView;

/** A plugin, as the API writes it. */
public record PluginShape(
    String name,
    String version,
    String state,
    String reason,
    String description,
    CapabilitiesShape capabilities,
    List<String> provides,
    Map<String, Double> rates,
    CostShape cost,
    boolean pinned,
    boolean bundled) {
  /** Of a view. */
  public static PluginShape of(PluginView view) {
    return new PluginShape(
        view.name(),
        view.version(),
        view.state(),
        view.reason(),
        view.description(),
        CapabilitiesShape.of(view.grant()),
        view.provides(),
        view.eventsPerSecond(),
        CostShape.of(view.cost()),
        view.pinned(),
        view.bundled());
  }
}
