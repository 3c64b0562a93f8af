package monitor.rest.views;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.operation.RouteView;

/** Everything that moves, as the API writes it. */
public record PipelineShape(
    Instant time,
    List<ComponentShape> sources,
    List<ComponentShape> sinks,
    List<ComponentShape> waiting,
    List<RouteShape> routes,
    JournalShape journal,
    List<Bound> bounds) {
  /** A route. */
  record RouteShape(
      String source,
      String sink,
      BalanceShape balance,
      double eventsPerSecond,
      double oldestSeconds,
      String reason) {
    static RouteShape of(RouteView view) {
      return new RouteShape(
          view.source(),
          view.sink(),
          new BalanceShape(
              view.balance().received(),
              view.balance().delivered(),
              view.balance().buffered(),
              view.balance().dropped()),
          view.eventsPerSecond(),
          view.oldestSeconds(),
          view.reason());
    }
  }

  /** Where the events of a route are. */
  record BalanceShape(long received, long delivered, long buffered, Map<String, Long> dropped) {}

  /** Of a pipeline as it is now. */
  public static PipelineShape of(Instant now, Pipeline pipeline) {
    PipelineView view = pipeline.view();
    return new PipelineShape(
        now,
        view.sources().stream().map(ComponentShape::of).toList(),
        view.sinks().stream().map(ComponentShape::of).toList(),
        pipeline.waiting().stream().map(ComponentShape::of).toList(),
        view.routes().stream().map(RouteShape::of).toList(),
        JournalShape.of(view.journal()),
        view.bounds());
  }
}
