package monitor.rest.views;

import java.util.List;
import java.util.Map;
import monitor.api.operation.ComponentView;

/** A source or sink, as the API writes it. */
public record ComponentShape(
    String name,
    String type,
    String plugin,
    String state,
    String reason,
    CapabilitiesShape capabilities,
    List<String> kinds,
    List<String> routedTo,
    Map<String, String> notRouted,
    double eventsPerSecond,
    double bytesPerSecond,
    long events,
    long backlog,
    long errors,
    long restarts,
    Map<String, Long> dropped,
    CostShape cost,
    boolean essential) {
  /** Of a view. */
  public static ComponentShape of(ComponentView view) {
    return new ComponentShape(
        view.name(),
        view.type(),
        view.bundle(),
        view.state().label(),
        view.reason(),
        CapabilitiesShape.of(view.grant()),
        view.kinds(),
        view.routedTo(),
        view.notRouted(),
        view.eventsPerSecond(),
        view.bytesPerSecond(),
        view.events(),
        view.backlog(),
        view.errors(),
        view.restarts(),
        view.dropped(),
        CostShape.of(view.cost()),
        view.essential());
  }
}
