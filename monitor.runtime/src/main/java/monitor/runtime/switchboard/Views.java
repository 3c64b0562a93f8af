package monitor.runtime.switchboard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
import monitor.api.operation.ComponentView;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.operation.PipelineView.JournalView;
import monitor.api.operation.PipelineView.LaneView;
import monitor.api.operation.RouteView;
import monitor.runtime.direct.DirectRoute;
import monitor.runtime.direct.DirectRoutes;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Usage;
import monitor.runtime.route.Route;
import monitor.runtime.route.SinkRunner;
import monitor.runtime.source.SourceRunner;
import monitor.runtime.stream.StreamLedger;

/** Makes views of what the switchboard knows. */
final class Views {
  private final Switchboard switchboard;
  private final Map<String, RouteView> routes = new TreeMap<>();
  private final List<Bound> behind = new ArrayList<>();

  Views(Switchboard switchboard) {
    this.switchboard = switchboard;
  }

  PipelineView pipeline() {
    switchboard.streams().ledgers().forEach(this::collect);
    switchboard.direct().routes().forEach(this::collect);
    return new PipelineView(
        switchboard.sources().stream().map(this::source).toList(),
        switchboard.sinks().stream().map(this::sink).toList(),
        new ArrayList<>(routes.values()),
        journal(),
        bounds());
  }

  private JournalView journal() {
    Journal journal = switchboard.journal();
    Usage usage = journal.usage();
    return new JournalView(
        journal.epoch().toString(),
        usage.bytes(),
        usage.maxBytes(),
        usage.segments(),
        usage.state(),
        journal.freeBytes(),
        journal.freeFloorBytes(),
        Arrays.stream(Lane.values()).map(this::lane).toList());
  }

  private LaneView lane(Lane lane) {
    Usage usage = switchboard.journal().usage(lane);
    return new LaneView(
        lane.word(),
        usage.bytes(),
        usage.maxBytes(),
        usage.segments(),
        switchboard.streams().held(lane),
        usage.state(),
        switchboard.journal().commits(lane));
  }

  private List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>(switchboard.streams().bounds());
    switchboard.sinks().forEach(sink -> bounds.addAll(sink.bounds()));
    bounds.addAll(behind);
    int sources = switchboard.sources().size();
    bounds.add(new Bound("sources", "", "sources", sources, switchboard.mostSources()));
    DirectRoutes direct = switchboard.direct();
    bounds.add(new Bound("direct", "", "bytes", direct.heldBytes(), direct.windowBytes()));
    Journal journal = switchboard.journal();
    for (Lane lane : Lane.values()) {
      long hot = journal.hotBytes(lane);
      bounds.add(new Bound("hot", lane.word(), "bytes", hot, journal.mostHotBytes()));
    }
    return bounds;
  }

  /** The streams of a source share a route in the view: their numbers are added up. */
  private void collect(StreamLedger ledger) {
    for (Route route : ledger.routes()) {
      RouteView view =
          new RouteView(
              ledger.source(),
              route.sink(),
              ledger.balance(route),
              route.rate().perSecond(),
              ledger.oldestSeconds(route),
              route.standsStill());
      routes.merge(ledger.source() + "\n" + route.sink(), view, Views::sum);
      if (route.limit() > 0) {
        String of = route.stream() + " to " + route.sink();
        behind.add(new Bound("best-effort", of, "events", ledger.pending(route), route.limit()));
      }
    }
  }

  private void collect(DirectRoute route) {
    RouteView view =
        new RouteView(
            route.source(),
            route.sink(),
            route.balance(),
            route.rate().perSecond(),
            switchboard.direct().oldestSeconds(route),
            route.standsStill());
    routes.merge(route.source() + "\n" + route.sink(), view, Views::sum);
  }

  private static RouteView sum(RouteView a, RouteView b) {
    return new RouteView(
        a.source(),
        a.sink(),
        sum(a.balance(), b.balance()),
        a.eventsPerSecond() + b.eventsPerSecond(),
        Math.max(a.oldestSeconds(), b.oldestSeconds()),
        a.reason().isEmpty() ? b.reason() : a.reason());
  }

  private static Balance sum(Balance a, Balance b) {
    return new Balance(
        a.received() + b.received(),
        a.delivered() + b.delivered(),
        a.buffered() + b.buffered(),
        sum(a.dropped(), b.dropped()));
  }

  private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    Map<String, Long> sum = new HashMap<>(a);
    b.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return sum;
  }

  private ComponentView source(SourceEntry entry) {
    SourceRunner runner = entry.runner();
    String name = runner.spec().name();
    List<String> routedTo =
        routes.values().stream().filter(r -> r.source().equals(name)).map(RouteView::sink).toList();
    long events = switchboard.direct().events(name);
    long backlog = switchboard.direct().inFlight(name);
    Map<String, Long> dropped = Map.of();
    for (StreamLedger ledger : switchboard.streams().ledgersOf(name)) {
      events += ledger.received();
      backlog += ledger.waiting();
      dropped = sum(dropped, ledger.dropped());
    }
    return new ComponentView(
        name,
        "source",
        runner.spec().bundle(),
        runner.state(),
        runner.reason(),
        runner.grant(),
        runner.spec().kinds().stream().map(Kind::name).toList(),
        routedTo,
        notRouted(runner),
        entry.events().perSecond(),
        entry.bytes().perSecond(),
        events,
        backlog,
        runner.errors(),
        runner.restarts(),
        dropped,
        runner.costs().cost(),
        false);
  }

  private Map<String, String> notRouted(SourceRunner source) {
    Map<String, String> reasons = new TreeMap<>();
    for (SinkRunner sink : switchboard.sinks()) {
      Routing.reasonAgainst(source.spec(), source.grant(), sink.spec(), sink.grant())
          .ifPresent(reason -> reasons.put(sink.spec().name(), reason));
    }
    return reasons;
  }

  private Map<String, String> notRouted(SinkRunner sink) {
    Map<String, String> reasons = new TreeMap<>();
    for (SourceEntry source : switchboard.sources()) {
      SourceRunner runner = source.runner();
      Routing.reasonAgainst(runner.spec(), runner.grant(), sink.spec(), sink.grant())
          .ifPresent(reason -> reasons.put(runner.spec().name(), reason));
    }
    return reasons;
  }

  private ComponentView sink(SinkRunner sink) {
    String name = sink.spec().name();
    List<RouteView> own = routes.values().stream().filter(r -> r.sink().equals(name)).toList();
    Map<String, Long> dropped = Map.of();
    for (RouteView route : own) {
      dropped = sum(dropped, route.balance().dropped());
    }
    return new ComponentView(
        name,
        "sink",
        sink.spec().bundle(),
        sink.state(),
        sink.reason(),
        sink.grant(),
        sink.spec().kinds(),
        own.stream().map(RouteView::source).toList(),
        notRouted(sink),
        own.stream().mapToDouble(RouteView::eventsPerSecond).sum(),
        0,
        own.stream().mapToLong(r -> r.balance().delivered()).sum(),
        own.stream().mapToLong(r -> r.balance().buffered()).sum(),
        sink.errors(),
        sink.restarts(),
        dropped,
        sink.costs().cost(),
        sink.spec().essential());
  }
}
