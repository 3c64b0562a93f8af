package monitor.runtime.switchboard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.source.SourceProperties;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.direct.DirectRoutes;
import monitor.runtime.direct.Takers;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.route.Route;
import monitor.runtime.route.SinkRunner;
import monitor.runtime.source.SourceRunner;
import monitor.runtime.stream.StreamLedger;
import monitor.runtime.stream.Streams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and breaks the routes between streams and sinks, and knows what the journal must keep. The
 * set of essential sinks is those that are known, present or not: while one is being replaced,
 * nothing is released. Safe for many threads; never waits for a component.
 */
final class Routes implements Takers {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final Journal journal;
  private final Streams streams;
  private final DirectRoutes direct;
  private final Map<String, SourceEntry> sources;
  private final Map<String, SinkRunner> sinks;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Map<String, Map<Lane, Location>> absentNeeds = new ConcurrentHashMap<>();
  private final long bestEffortEvents;
  private volatile String heir = "";

  Routes(
      Journal journal,
      Streams streams,
      DirectRoutes direct,
      Map<String, SourceEntry> sources,
      Map<String, SinkRunner> sinks,
      long bestEffortEvents) {
    this.journal = journal;
    this.streams = streams;
    this.direct = direct;
    this.sources = sources;
    this.sinks = sinks;
    this.bestEffortEvents = bestEffortEvents;
    streams.onNew(this::join);
  }

  /** A sink that has a cursor in the journal. */
  void known(String sink) {
    known.add(sink);
  }

  /** A sink is there: it goes on where the instance before it stopped. */
  void enter(SinkRunner sink) {
    String name = sink.spec().name();
    sink.continueAt(absentNeeds.getOrDefault(name, Map.of()));
    absentNeeds.remove(name);
    if (sink.spec().essential() && known.isEmpty() && heir.isEmpty()) {
      heir = name;
    }
    inherit(sink);
    join();
    if (sink.spec().essential()) {
      known.add(name);
    }
  }

  /** A sink is gone: an essential one keeps its routes, another one loses them. */
  void leave(SinkRunner sink) {
    String name = sink.spec().name();
    if (sink.spec().essential()) {
      absentNeeds.put(name, sink.needs());
      return;
    }
    direct.forget(name);
    synchronized (this) {
      streams.ledgers().forEach(ledger -> ledger.removeRoute(name));
    }
  }

  /** Makes the routes what the grants say. */
  void join() {
    streams.ledgers().forEach(this::join);
    joinDirect();
  }

  private void joinDirect() {
    for (SourceEntry entry : sources.values()) {
      SourceRunner source = entry.runner();
      if (source.spec().route() == SourceProperties.Route.DIRECT) {
        sinks.values().stream()
            .filter(sink -> joined(source, sink))
            .forEach(sink -> direct.route(source.spec().name(), sink.spec().name()));
      }
    }
    direct.join(this);
  }

  private static boolean joined(SourceRunner source, SinkRunner sink) {
    return Routing.reasonAgainst(source.spec(), source.grant(), sink.spec(), sink.grant())
        .isEmpty();
  }

  /** Hands a batch to the sinks of a direct source. */
  CompletionStage<Outcome> forward(String source, StoredBatch batch) {
    return direct.forward(source, batch, this);
  }

  @Override
  public List<Taker> of(String source, Kind kind) {
    List<Taker> takers = new ArrayList<>();
    for (String name : known) {
      if (takes(name, source, kind)) {
        takers.add(new Taker(name, true, 0));
      }
    }
    for (SinkRunner sink : sinks.values()) {
      String name = sink.spec().name();
      if (!sink.spec().essential() && takes(name, source, kind)) {
        takers.add(new Taker(name, false, sink.spec().windowBytes()));
      }
    }
    return takers;
  }

  /** What is away may take everything. */
  @Override
  public boolean takes(String name, String source, Kind kind) {
    SinkRunner sink = sinks.get(name);
    SourceEntry entry = sources.get(source);
    return sink == null
        || sink.spec().takes(kind) && (entry == null || joined(entry.runner(), sink));
  }

  private synchronized void join(StreamLedger ledger) {
    SourceEntry source = sources.get(ledger.source());
    if (source != null) {
      sinks.values().forEach(sink -> join(ledger, source.runner(), sink));
    }
  }

  private void join(StreamLedger ledger, SourceRunner source, SinkRunner sink) {
    String name = sink.spec().name();
    boolean wanted = sink.spec().takes(ledger.kind()) && joined(source, sink);
    Optional<Route> route = ledger.route(name);
    if (wanted && route.isEmpty()) {
      make(ledger, sink);
    } else if (!wanted) {
      refuse(ledger, sink, route.isPresent());
    }
  }

  private static void refuse(StreamLedger ledger, SinkRunner sink, boolean routed) {
    String name = sink.spec().name();
    ledger.refuse(name);
    if (routed) {
      ledger.removeRoute(name);
      sink.remove(ledger.name());
      LOG.info("{} is no longer routed to {}.", ledger.name(), name);
    }
  }

  private void make(StreamLedger ledger, SinkRunner sink) {
    String name = sink.spec().name();
    long limit = sink.spec().essential() ? 0 : bestEffortEvents;
    Route route = new Route(ledger.name(), name, ledger.startSequence(), limit);
    if (sink.spec().essential() && (name.equals(heir) || known.contains(name))) {
      ledger.routeFromStart(route);
    } else {
      ledger.routeFromNow(route);
    }
    sink.add(ledger, route);
    LOG.debug("{} is routed to {} from {} on.", ledger.name(), name, route.base());
  }

  /**
   * What the journal holds of streams that its cursor does not name is owed to this sink, and to
   * the first essential one everything that was there before any was known.
   */
  private void inherit(SinkRunner sink) {
    String name = sink.spec().name();
    for (StreamLedger ledger : streams.ledgers()) {
      if (sink.spec().takes(ledger.kind())) {
        ledger.decide(name.equals(heir) ? Recovery.WHOEVER_COMES_FIRST : name, name);
      }
    }
  }

  /**
   * What every essential sink has done with, for a lane; null as long as one of them, present or
   * not, may still need everything.
   */
  @Nullable Location released(Lane lane) {
    Location least = null;
    for (String name : known) {
      Location need = needs(name).get(lane);
      if (need == null) {
        return null;
      }
      least = least == null || need.compareTo(least) < 0 ? need : least;
    }
    return least;
  }

  private Map<Lane, Location> needs(String name) {
    SinkRunner sink = sinks.get(name);
    return sink == null ? absentNeeds.getOrDefault(name, Map.of()) : sink.needs();
  }

  /** Forgets a sink that is gone; returns the events that it was owed, by stream. */
  Map<String, Long> forget(String name) throws IOException {
    Map<String, Long> owed = new TreeMap<>();
    synchronized (this) {
      Collection<StreamLedger> ledgers = streams.ledgers();
      for (StreamLedger ledger : ledgers) {
        ledger
            .route(name)
            .ifPresent(route -> owed.put(ledger.name(), ledger.balance(route).buffered()));
        ledger.removeRoute(name);
      }
    }
    known.remove(name);
    direct.forget(name);
    absentNeeds.remove(name);
    journal.cursors().delete(name);
    return owed;
  }
}
