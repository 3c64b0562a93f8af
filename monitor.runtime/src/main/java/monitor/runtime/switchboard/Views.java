package monitor.runtime.switchboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
import monitor.api.operation.ComponentView;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PipelineView.JournalView;
import monitor.api.operation.RouteView;
import monitor.runtime.journal.Usage;
import monitor.runtime.route.Route;
import monitor.runtime.route.SinkRunner;
import monitor.runtime.source.SourceRunner;
import monitor.runtime.stream.StreamLedger;

/** Makes views of what the switchboard knows. */
final class Views {
  private final Switchboard switchboard;
  private final Map<String, RouteView> routes = new TreeMap<>();

  Views(Switchboard switchboard) {
    this.switchboard = switchboard;
  }

  PipelineView pipeline() {
    switchboard.streams().ledgers().forEach(this::collect);
    Usage usage = switchboard.journal().usage();
    return new PipelineView(
        switchboard.sources().stream().map(this::source).toList(),
        switchboard.sinks().stream().map(this::sink).toList(),
        new ArrayList<>(routes.values()),
        new JournalView(
            switchboard.journal().epoch().toString(),
            usage.bytes(),
            usage.maxBytes(),
            usage.segments(),
            usage.state()));
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
              route.standsStill());
      routes.merge(ledger.source() + "\n" + route.sink(), view, Views::sum);
    }
  }

  private static RouteView sum(RouteView a, RouteView b) {
    return new RouteView(
        a.source(),
        a.sink(),
        sum(a.balance(), b.balance()),
        a.eventsPerSecond() + b.eventsPerSecond(),
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
    long events = 0;
    long backlog = 0;
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
