package monitor.rest.views;

import java.util.List;
import java.util.Map;
import monitor.api.operation.PluginView;
import monitor.rest.servlets.PluginServlet;

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
    boolean bundled,
    List<String> losses,
    List<PluginServlet> servlets) {
  /** Copies the lists. */
  public PluginShape {
    losses = List.copyOf(losses);
    servlets = List.copyOf(servlets);
  }

  /** Of a view, without what its removal would cost others. */
  public static PluginShape of(PluginView view) {
    return of(view, List.of(), List.of());
  }

  /**
   * Of a view.
   *
   * @param losses what others would lose if it were removed
   * @param servlets what it serves, or wants to
   */
  public static PluginShape of(PluginView view, List<String> losses, List<PluginServlet> servlets) {
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
        view.bundled(),
        losses,
        servlets);
  }
}
