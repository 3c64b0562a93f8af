package monitor.runtime.switchboard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import monitor.runtime.journal.Entry;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Reader;
import monitor.runtime.journal.StoredEntry;
import monitor.runtime.route.CursorState;
import monitor.runtime.route.Route;
import monitor.runtime.stream.StreamLedger;
import monitor.runtime.stream.Streams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the books back after a start: cursors say what each sink had accepted, and one pass over
 * the journal counts what it is owed.
 */
public final class Recovery {
  /** Name of the sink that is owed what was journaled before any essential one was known. */
  static final String WHOEVER_COMES_FIRST = "";

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Journal journal;
  private final Streams streams;
  private final Switchboard switchboard;
  private final Map<String, List<Route>> routes = new HashMap<>();
  private final Map<String, List<Route>> undecided = new HashMap<>();
  private final Map<String, Set<String>> refused = new HashMap<>();
  private final Map<String, Long> next = new HashMap<>();
  private final Map<Route, Long> covered = new HashMap<>();

  /** Of a runtime whose threads have not been started. */
  public Recovery(Journal journal, Streams streams, Switchboard switchboard) {
    this.journal = journal;
    this.streams = streams;
    this.switchboard = switchboard;
  }

  /** Does it, once. */
  public void run() throws IOException {
    journal.streams().forEach((name, state) -> next.merge(name, state.nextSequence(), Math::max));
    for (String sink : journal.cursors().names()) {
      readCursor(sink);
    }
    for (Lane lane : Lane.values()) {
      countPending(lane);
    }
    next.forEach(this::open);
    LOG.debug("Recovered {} streams and {} routes.", next.size(), routes.size());
  }

  private void readCursor(String sink) throws IOException {
    Optional<byte[]> bytes = journal.cursors().load(sink);
    if (bytes.isEmpty()) {
      return;
    }
    switchboard.known(sink);
    CursorState state;
    try {
      state = CursorState.decode(bytes.get());
    } catch (IOException e) {
      LOG.error("The cursor of sink {} is damaged; everything is delivered again.", sink, e);
      return;
    }
    state
        .streams()
        .forEach((stream, stored) -> {
          if (stored.isRefused()) {
            refused.computeIfAbsent(stream, key -> new HashSet<>()).add(sink);
            return;
          }
          routes
              .computeIfAbsent(stream, key -> new ArrayList<>())
              .add(new Route(stream, sink, stored));
          next.merge(stream, stored.acked(), Math::max);
        });
  }

  /**
   * Counts event by event what is still owed. Sequence numbers go on over epochs, so that a cursor
   * is one number.
   */
  private void countPending(Lane lane) throws IOException {
    try (Reader reader = journal.reader(lane, null)) {
      for (StoredEntry stored = reader.skim(this::owed);
          stored != null;
          stored = reader.skim(this::owed)) {
        Entry entry = stored.entry();
        owing(entry.stream(), entry.firstSequence()).forEach(route -> count(route, entry));
      }
    }
  }

  private boolean owed(String stream, long first, int count) {
    next.merge(stream, first + count, Math::max);
    return count > 0
        && owing(stream, first).stream().anyMatch(route -> route.acked() < first + count);
  }

  /**
   * A cursor names the streams that were there when it was stored. One that it does not name had
   * only just begun, so that everything that is there of it is owed.
   */
  private List<Route> owing(String stream, long first) {
    List<Route> all = new ArrayList<>(routes.getOrDefault(stream, List.of()));
    all.addAll(undecided.computeIfAbsent(stream, name -> undecided(name, first)));
    return all;
  }

  private List<Route> undecided(String stream, long first) {
    Set<String> sinks = new TreeSet<>(journal.cursors().names());
    if (sinks.isEmpty()) {
      sinks.add(WHOEVER_COMES_FIRST);
    }
    routes.getOrDefault(stream, List.of()).forEach(route -> sinks.remove(route.sink()));
    sinks.removeAll(refused.getOrDefault(stream, Set.of()));
    return sinks.stream().map(sink -> new Route(stream, sink, first)).toList();
  }

  private void count(Route route, Entry entry) {
    long expected = covered.getOrDefault(route, route.acked());
    long end = entry.firstSequence() + entry.count();
    if (end <= expected) {
      return;
    }
    // What is missing in between is owed until the sink is told that it is lost.
    route.appended(Math.max(0, entry.firstSequence() - expected));
    long owed = end - Math.max(entry.firstSequence(), expected);
    if (entry.gap() == null) {
      route.appended(owed);
    } else {
      route.appendedGap(owed, entry.gap());
    }
    covered.put(route, end);
  }

  private void open(String stream, long sequence) {
    StreamLedger ledger = streams.recover(stream, sequence);
    for (Route route : routes.getOrDefault(stream, List.of())) {
      route.appended(sequence - covered.getOrDefault(route, route.acked()));
      ledger.recovered(route);
    }
    refused.getOrDefault(stream, Set.of()).forEach(ledger::refuse);
    for (Route route : undecided.getOrDefault(stream, List.of())) {
      route.appended(sequence - covered.getOrDefault(route, route.acked()));
      ledger.undecided(route);
    }
  }
}
