package monitor.runtime.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
import monitor.runtime.route.Route;

/**
 * The books of one stream: the next sequence number, and the routes that owe its events to their
 * sinks. It outlives runs, versions and even the presence of its source. Every number is changed
 * and read under its monitor, so that what is shown always balances.
 */
public final class StreamLedger {
  private final String name;
  private final String source;
  private final Kind kind;
  private final long startSequence;
  private final Map<String, Route> routes = new HashMap<>();
  private final Map<String, Route> undecided = new HashMap<>();
  private final Map<String, Long> gapsSinceStart = new HashMap<>();
  private final Set<String> left = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private long eventsSinceStart;
  private long bytesSinceStart;
  private long next;
  private long open;
  private LongSupplier queued = () -> 0;
  private Supplier<Map<String, Long>> droppedUnnumbered = Map::of;

  /** Of a stream whose next sequence number is known. */
  public StreamLedger(String name, long next) {
    this.name = name;
    int slash = name.lastIndexOf('/');
    this.source = name.substring(0, slash);
    this.kind = new Kind(name.substring(slash + 1));
    this.startSequence = next;
    this.next = next;
  }

  /** Source instance and kind. */
  public String name() {
    return name;
  }

  /** Source instance. */
  public String source() {
    return source;
  }

  /** Kind of its events. */
  public Kind kind() {
    return kind;
  }

  /** The first sequence number of this process. */
  public long startSequence() {
    return startSequence;
  }

  /** Where the buffer counts what waits and what it dropped. */
  synchronized void buffer(LongSupplier waiting, Supplier<Map<String, Long>> dropped) {
    this.queued = waiting;
    this.droppedUnnumbered = dropped;
  }

  /** The number that the next event will get. */
  public synchronized long next() {
    return next;
  }

  /** Moves events from the buffer into the open batch; the action tells the buffer so. */
  synchronized void opened(long openEvents, Runnable taken) {
    open = openEvents;
    taken.run();
  }

  /** Gives numbers to the events of the batch that was just sealed; returns the first one. */
  synchronized long seal(int count) {
    long first = next;
    next += count;
    open = 0;
    eventsSinceStart += count;
    owing().forEach(route -> route.appended(count));
    return first;
  }

  /** Counts stored bytes of sealed batches. */
  synchronized void stored(long bytes) {
    bytesSinceStart += bytes;
  }

  /** Gives numbers to dropped events; the action tells the buffer so. */
  synchronized long sealGap(int count, String reason, Runnable numbered) {
    long first = next;
    next += count;
    gapsSinceStart.merge(reason, (long) count, Long::sum);
    owing().forEach(route -> route.appendedGap(count, reason));
    numbered.run();
    return first;
  }

  /** Numbered events that found no room in the journal: they are a gap now. */
  synchronized void dropped(int count, String reason) {
    eventsSinceStart -= count;
    gapsSinceStart.merge(reason, (long) count, Long::sum);
    owing().forEach(route -> route.lost(count, reason));
  }

  /**
   * Adds a route that owes everything since the process started; one that was taken away before
   * owes only what comes from now on, because the rest was delivered or given up.
   */
  public synchronized void routeFromStart(Route route) {
    if (left.contains(route.sink())) {
      routeFromNow(route);
      return;
    }
    route.appended(eventsSinceStart);
    gapsSinceStart.forEach((reason, count) -> route.appendedGap(count, reason));
    routes.put(route.sink(), route);
  }

  /** Adds a route that owes what comes from now on; returns its first sequence number. */
  public synchronized long routeFromNow(Route route) {
    route.begin(next);
    routes.put(route.sink(), route);
    return next;
  }

  /** Adds a route whose debts from before the start were counted. */
  public synchronized void recovered(Route route) {
    routes.put(route.sink(), route);
  }

  /**
   * Adds what is owed to a sink of which it is not known whether it takes this stream; without a
   * name, to the first one that comes.
   */
  public synchronized void undecided(Route route) {
    undecided.put(route.sink(), route);
  }

  /** Makes a route of what was undecided under a name, if anything was. */
  public synchronized void decide(String name, String sink) {
    Route owed = undecided.remove(name);
    if (owed != null) {
      owed.inheritedBy(sink);
      routes.put(sink, owed);
    }
  }

  /** It is known that a sink does not take this stream. */
  public synchronized void refuse(String sink) {
    refused.add(sink);
  }

  /** Whether it is known that a sink does not take this stream, as things are. */
  public synchronized boolean refuses(String sink) {
    return refused.contains(sink) && !routes.containsKey(sink);
  }

  private Stream<Route> owing() {
    return Stream.concat(routes.values().stream(), undecided.values().stream());
  }

  /** Takes a route away; what it still owes is owed no more. */
  public synchronized void removeRoute(String sink) {
    if (routes.remove(sink) != null) {
      left.add(sink);
    }
  }

  /** The route to a sink, if there is one. */
  public synchronized Optional<Route> route(String sink) {
    return Optional.ofNullable(routes.get(sink));
  }

  /** The routes as they are now. */
  public synchronized List<Route> routes() {
    return new ArrayList<>(routes.values());
  }

  /** Where the events of a route are. */
  public synchronized Balance balance(Route route) {
    long waiting = queued.getAsLong();
    Map<String, Long> unnumbered = droppedUnnumbered.get();
    Map<String, Long> dropped = new HashMap<>(route.dropped());
    unnumbered.forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
    long received = next - route.base() + open + waiting + sum(unnumbered);
    long buffered = waiting + open + route.pending();
    return new Balance(received, route.delivered(), buffered, dropped);
  }

  /** Events in the buffer and the open batch. */
  public synchronized long waiting() {
    return queued.getAsLong() + open;
  }

  /** Events emitted since the process started, those that were dropped included. */
  public synchronized long received() {
    return next - startSequence + open + queued.getAsLong() + sum(droppedUnnumbered.get());
  }

  /** Stored bytes since the process started. */
  public synchronized long bytes() {
    return bytesSinceStart;
  }

  /** Events dropped before the journal since the process started, by reason. */
  public synchronized Map<String, Long> dropped() {
    Map<String, Long> dropped = new HashMap<>(gapsSinceStart);
    droppedUnnumbered.get().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
    return dropped;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
