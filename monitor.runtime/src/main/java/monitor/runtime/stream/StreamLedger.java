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
import monitor.api.delivery.Epoch;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
import monitor.runtime.route.Route;
import org.jspecify.annotations.Nullable;

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
  private final Map<String, Long> gapsAtStart;
  private final Map<String, Long> gapsSinceStart = new HashMap<>();
  private final Epochs epochs;
  private final LossBook losses;
  private final Ages ages = new Ages();
  private final Set<String> left = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private long eventsSinceStart;
  private long bytesSinceStart;
  private long next;
  private long open;
  private volatile long durable;
  private LongSupplier queued = () -> 0;
  private Supplier<Map<String, Long>> droppedUnnumbered = Map::of;

  /**
   * Of a stream that has come so far.
   *
   * @param next the next sequence number
   * @param gaps how many numbers before it are gaps, by reason
   * @param epoch in which it goes on
   */
  public StreamLedger(String name, long next, Map<String, Long> gaps, Epoch epoch) {
    this.name = name;
    int slash = name.lastIndexOf('/');
    this.source = name.substring(0, slash);
    this.kind = new Kind(name.substring(slash + 1));
    this.startSequence = next;
    this.next = next;
    this.durable = next;
    this.gapsAtStart = Map.copyOf(gaps);
    this.epochs = new Epochs(epoch);
    this.losses = new LossBook(epochs);
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
    if (open == 0 && openEvents > 0) {
      came(next, System.nanoTime());
    }
    open = openEvents;
    taken.run();
  }

  /** Gives numbers to the events of the batch that was just sealed; returns the first one. */
  synchronized long seal(int count) {
    long first = next;
    next += count;
    open = 0;
    eventsSinceStart += count;
    for (Route route : owing()) {
      if (route.appended(count)) {
        route.jump(next, gaps());
      }
    }
    return first;
  }

  /** Numbers that were gaps, by reason: those of the events dropped before or by the journal. */
  synchronized Map<String, Long> gaps() {
    Map<String, Long> gaps = new HashMap<>(gapsAtStart);
    gapsSinceStart.forEach((reason, count) -> gaps.merge(reason, count, Long::sum));
    return gaps;
  }

  /** In which epoch its numbers are given. */
  public Epochs epochs() {
    return epochs;
  }

  /** Everything before this number is in the journal, or was there. */
  public long durable() {
    return durable;
  }

  void durable(long nextSequence) {
    durable = nextSequence;
  }

  /** Counts stored bytes of sealed batches. */
  synchronized void stored(long bytes) {
    bytesSinceStart += bytes;
  }

  /** Gives numbers to dropped events; the action tells the buffer so. */
  synchronized long sealGap(int count, String reason, Runnable numbered) {
    long first = next;
    next += count;
    came(first, System.nanoTime());
    gapsSinceStart.merge(reason, (long) count, Long::sum);
    owing().forEach(route -> route.appendedGap(count, reason));
    numbered.run();
    return first;
  }

  /** Numbered events that found no room in the journal: they are a gap now. */
  synchronized void dropped(long first, int count, String reason) {
    eventsSinceStart -= count;
    gapsSinceStart.merge(reason, (long) count, Long::sum);
    owing().forEach(route -> route.refused(first, count, reason));
  }

  /**
   * The journal lets go of what it has before a number; returns what that loses. A route that does
   * not hold the journal jumps.
   */
  synchronized List<Loss> unlinked(
      long before, String reason, Map<String, Long> gapsThere, LossBook.Header header) {
    for (Route route : routes.values()) {
      if (!route.holds() && route.acked() < before) {
        route.jump(before, gapsThere);
      }
    }
    Route slowest = slowest();
    return slowest == null || slowest.acked() >= before
        ? List.of()
        : lost(slowest.acked(), before, reason, slowest.gaps(), gapsThere, header);
  }

  /** Events of this range are not in the journal; returns what was not known to be lost. */
  synchronized List<Loss> lost(long first, long next, String reason, LossBook.Header header) {
    Route slowest = slowest();
    Map<String, Long> gaps = slowest == null ? gaps() : slowest.gaps();
    return lost(first, next, reason, gaps, gaps, header);
  }

  synchronized List<Loss> lost(
      long first,
      long next,
      String reason,
      Map<String, Long> gapsBefore,
      Map<String, Long> gapsAfter,
      LossBook.Header header) {
    List<Loss> fresh = losses.add(first, next, reason, gapsBefore, gapsAfter, header);
    for (Loss loss : fresh) {
      owing().stream().filter(Route::holds).forEach(route -> route.lose(loss));
    }
    return fresh;
  }

  /** A lost range from before the start. */
  synchronized void recovered(Loss loss) {
    losses.recovered(loss);
  }

  /** The lost ranges. */
  public synchronized List<Loss> losses() {
    return List.copyOf(losses.all());
  }

  /** A sink is told of a lost range. */
  public synchronized void told(Loss loss) {
    losses.told(loss);
  }

  synchronized List<Loss> forgetLosses() {
    return losses.forget(released());
  }

  /** The route that has come least far of those that hold the journal; null if there is none. */
  synchronized @Nullable Route slowest() {
    Route slowest = null;
    for (Route route : owing()) {
      if (route.holds() && (slowest == null || route.acked() < slowest.acked())) {
        slowest = route;
      }
    }
    return slowest;
  }

  /** Number up to which no route needs anything, also after a crash. */
  synchronized long released() {
    long least = next;
    for (Route route : owing()) {
      least = route.holds() ? Math.min(least, route.saved()) : least;
    }
    return least;
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
    route.begin(startSequence, gapsAtStart);
    route.appended(eventsSinceStart);
    gapsSinceStart.forEach((reason, count) -> route.appendedGap(count, reason));
    routes.put(route.sink(), route);
  }

  /** Adds a route that owes what comes from now on; returns its first sequence number. */
  public synchronized long routeFromNow(Route route) {
    route.begin(next, gaps());
    routes.put(route.sink(), route);
    return next;
  }

  /** Adds a route whose debts from before the start were counted. */
  public synchronized void recovered(Route route) {
    losses.all().forEach(route::recovered);
    routes.put(route.sink(), route);
  }

  /**
   * Adds what is owed to a sink of which it is not known whether it takes this stream; without a
   * name, to the first one that comes.
   */
  public synchronized void undecided(Route route) {
    losses.all().forEach(route::recovered);
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

  private List<Route> owing() {
    List<Route> all = new ArrayList<>(routes.values());
    all.addAll(undecided.values());
    return all;
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

  /** Events from this number on came then or later, in {@link System#nanoTime}. */
  public synchronized void came(long sequence, long nanos) {
    if (ages.isLong()) {
      ages.forget(owing().stream().mapToLong(Route::acked).min().orElse(next));
    }
    ages.add(sequence, nanos);
  }

  /** So long at most the oldest event waits that a route owes; 0 if none does. */
  public synchronized double oldestSeconds(Route route) {
    return route.pending() + open == 0
        ? 0
        : Math.max(0, System.nanoTime() - ages.cameNanos(route.owedFrom())) / 1e9;
  }

  /** Numbered events that the sink of a route has not accepted. */
  public synchronized long pending(Route route) {
    return route.pending();
  }

  /** Numbered events that the journal holds because a sink has not accepted them. */
  public synchronized long held() {
    Route slowest = slowest();
    return slowest == null ? 0 : slowest.pending();
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
