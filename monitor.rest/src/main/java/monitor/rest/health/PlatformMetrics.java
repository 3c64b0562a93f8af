package monitor.rest.health;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import monitor.api.operation.Balance;
import monitor.api.operation.ComponentView;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.operation.PipelineView.JournalView;
import monitor.api.operation.PipelineView.LaneView;
import monitor.api.operation.Platform;
import monitor.api.operation.RouteView;
import monitor.rest.http.RequestCounts;
import monitor.rest.offers.Offers;

/** The platform's own metrics as text for Prometheus. Thread-safe. */
public final class PlatformMetrics {
  private final Platform platform;
  private final Offers offers;
  private final RequestCounts requests;
  private final IntSupplier listeners;

  /** Of this platform. */
  public PlatformMetrics(
      Platform platform, Offers offers, RequestCounts requests, IntSupplier listeners) {
    this.platform = platform;
    this.offers = offers;
    this.requests = requests;
    this.listeners = listeners;
  }

  /** All of them, now. */
  String text(boolean openMetrics) {
    Exposition out = new Exposition(openMetrics);
    process(out);
    http(out);
    offers.pipeline().now().ifPresent(pipeline -> pipeline(out, pipeline.view()));
    offers.containment().now().ifPresent(c -> ContainmentMetrics.write(out, c));
    return out.toString();
  }

  private void process(Exposition out) {
    out.gauge("monitor_build_info", "What runs here.");
    out.sample(
        "monitor_build_info",
        Map.of("version", platform.version(), "distribution", platform.distribution()),
        1);
    gauge(
        out,
        "monitor_start_time_seconds",
        "When the process started, since 1970.",
        platform.started().toEpochMilli() / 1e3);
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    gauge(out, "monitor_heap_used_bytes", "Heap in use.", (double) heap.getUsed());
    gauge(out, "monitor_heap_max_bytes", "Heap limit.", (double) heap.getMax());
    gauge(
        out,
        "monitor_threads",
        "Platform threads.",
        ManagementFactory.getThreadMXBean().getThreadCount());
    out.counter("monitor_cpu_seconds_total", "Processor time of the process.");
    out.sample("monitor_cpu_seconds_total", Map.of(), ProcessCost.cpuSeconds());
  }

  private static void gauge(Exposition out, String name, String help, double value) {
    out.gauge(name, help);
    out.sample(name, Map.of(), value);
  }

  private void http(Exposition out) {
    out.counter("monitor_http_requests_total", "Answers of the API by status.");
    requests
        .answers()
        .forEach((status, count) ->
            out.sample("monitor_http_requests_total", Map.of("status", status.toString()), count));
    out.counter("monitor_http_refused_total", "Refused requests by code.");
    requests
        .refusals()
        .forEach(
            (code, count) -> out.sample("monitor_http_refused_total", Map.of("code", code), count));
    gauge(out, "monitor_stream_listeners", "Clients of the stream.", listeners.getAsInt());
  }

  private static void pipeline(Exposition out, PipelineView view) {
    journal(out, view.journal());
    components(out, view);
    routes(out, view);
    bounds(out, view);
  }

  private static void journal(Exposition out, JournalView view) {
    gauge(out, "monitor_journal_bytes", "Journal on disk.", (double) view.bytes());
    gauge(out, "monitor_journal_max_bytes", "Limit of the journal.", (double) view.maxBytes());
    gauge(out, "monitor_journal_segments", "Files of the journal.", view.segments());
    gauge(
        out,
        "monitor_journal_healthy",
        "1 as long as both lanes take entries.",
        view.state().equals("ok") ? 1 : 0);
    gauge(
        out,
        "monitor_journal_free_bytes",
        "Free space of its file system, -1 if unknown.",
        (double) view.freeBytes());
    gauge(
        out,
        "monitor_journal_free_floor_bytes",
        "Free space left to others.",
        (double) view.freeFloorBytes());
    lanes(out, view, "monitor_journal_lane_bytes", "Lane on disk.", LaneView::bytes);
    lanes(out, view, "monitor_journal_lane_max_bytes", "Limit of the lane.", LaneView::maxBytes);
    lanes(
        out,
        view,
        "monitor_journal_lane_events",
        "Events held for an essential sink.",
        LaneView::events);
    out.histogram("monitor_journal_commit_seconds", "From handing over to durable.");
    view.lanes()
        .forEach(lane ->
            out.samples(
                "monitor_journal_commit_seconds", Map.of("lane", lane.name()), lane.commits()));
  }

  private static void lanes(
      Exposition out, JournalView view, String name, String help, ToLongFunction<LaneView> of) {
    out.gauge(name, help);
    view.lanes()
        .forEach(
            lane -> out.sample(name, Map.of("lane", lane.name()), (double) of.applyAsLong(lane)));
  }

  private static void bounds(Exposition out, PipelineView view) {
    out.gauge("monitor_bound_used", "How much waits of what has a limit.");
    view.bounds().forEach(b -> out.sample("monitor_bound_used", labels(b), (double) b.used()));
    out.gauge("monitor_bound_max", "The limit.");
    view.bounds().forEach(b -> out.sample("monitor_bound_max", labels(b), (double) b.max()));
  }

  private static Map<String, String> labels(Bound bound) {
    return new TreeMap<>(Map.of("bound", bound.name(), "of", bound.of(), "unit", bound.unit()));
  }

  private static void components(Exposition out, PipelineView view) {
    total(out, view, "monitor_component_events_total", "Events.", ComponentView::events);
    total(out, view, "monitor_component_errors_total", "Failures.", ComponentView::errors);
    total(out, view, "monitor_component_restarts_total", "Restarts.", ComponentView::restarts);
    total(
        out,
        view,
        "monitor_component_cpu_seconds_total",
        "Processor time.",
        c -> c.cost().cpuNanos() / 1e9);
    total(
        out,
        view,
        "monitor_component_allocated_bytes_total",
        "Heap allocated.",
        c -> c.cost().allocatedBytes());
    each(out, view, "monitor_component_threads", "Threads.", c -> c.cost().threads());
    each(out, view, "monitor_component_backlog_events", "Events waiting.", ComponentView::backlog);
    each(
        out,
        view,
        "monitor_component_bytes_per_second",
        "Encoded bytes per second.",
        ComponentView::bytesPerSecond);
    out.counter("monitor_component_dropped_total", "Events dropped by reason.");
    all(view)
        .forEach(c ->
            c.dropped()
                .forEach((reason, n) ->
                    out.sample("monitor_component_dropped_total", labels(c, "reason", reason), n)));
    out.gauge("monitor_component_state", "1 for the state that it is in.");
    all(view)
        .forEach(
            c -> out.sample("monitor_component_state", labels(c, "state", c.state().label()), 1));
  }

  private static Stream<ComponentView> all(PipelineView view) {
    return Stream.concat(view.sources().stream(), view.sinks().stream());
  }

  private static Map<String, String> labels(ComponentView component, String key, String value) {
    Map<String, String> labels = labels(component);
    labels.put(key, value);
    return labels;
  }

  private static Map<String, String> labels(ComponentView component) {
    return new TreeMap<>(Map.of("component", component.name(), "type", component.type()));
  }

  private static void total(
      Exposition out,
      PipelineView view,
      String name,
      String help,
      ToDoubleFunction<ComponentView> of) {
    out.counter(name, help);
    all(view).forEach(c -> out.sample(name, labels(c), of.applyAsDouble(c)));
  }

  private static void each(
      Exposition out,
      PipelineView view,
      String name,
      String help,
      ToDoubleFunction<ComponentView> of) {
    out.gauge(name, help);
    all(view).forEach(c -> out.sample(name, labels(c), of.applyAsDouble(c)));
  }

  /** What was received is delivered, buffered or dropped, each counted by itself. */
  private static void routes(Exposition out, PipelineView view) {
    out.counter("monitor_route_received_events_total", "Events that a route got.");
    each(out, view, "monitor_route_received_events_total", Balance::received);
    out.counter("monitor_route_delivered_events_total", "Events that the sink accepted.");
    each(out, view, "monitor_route_delivered_events_total", Balance::delivered);
    out.gauge("monitor_route_buffered_events", "Events in buffer and journal.");
    each(out, view, "monitor_route_buffered_events", Balance::buffered);
    out.counter("monitor_route_dropped_events_total", "Events dropped by reason.");
    view.routes()
        .forEach(route ->
            route
                .balance()
                .dropped()
                .forEach((reason, count) -> {
                  Map<String, String> labels = labels(route);
                  labels.put("reason", reason);
                  out.sample("monitor_route_dropped_events_total", labels, count);
                }));
    out.gauge("monitor_route_oldest_seconds", "So long at most the oldest event waits.");
    view.routes()
        .forEach(route ->
            out.sample("monitor_route_oldest_seconds", labels(route), route.oldestSeconds()));
    out.gauge("monitor_route_standing", "1 for a route that stands still.");
    view.routes()
        .forEach(route ->
            out.sample("monitor_route_standing", labels(route), route.reason().isEmpty() ? 0 : 1));
  }

  private static void each(
      Exposition out, PipelineView view, String name, ToLongFunction<Balance> of) {
    view.routes()
        .forEach(
            route -> out.sample(name, labels(route), (double) of.applyAsLong(route.balance())));
  }

  private static Map<String, String> labels(RouteView route) {
    return new TreeMap<>(Map.of("source", route.source(), "sink", route.sink()));
  }
}
