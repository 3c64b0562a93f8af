package monitor.runtime.switchboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import monitor.api.delivery.Epoch;
import monitor.runtime.journal.Entry;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.StreamMark;
import monitor.runtime.journal.StreamState;
import monitor.runtime.route.CursorState;
import monitor.runtime.route.Route;
import monitor.runtime.stream.Drops;
import monitor.runtime.stream.Loss;
import monitor.runtime.stream.StreamLedger;
import monitor.runtime.stream.Streams;
import org.jspecify.annotations.Nullable;

/** One stream while the books are brought back. */
final class RecoveredStream {
  private final String name;
  private final Set<String> heirs;
  private final List<Route> routes = new ArrayList<>();
  private final List<Route> undecided = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final TreeMap<Long, Loss> losses = new TreeMap<>();
  private final TreeMap<Long, Long> covered = new TreeMap<>();
  private final TreeMap<Long, Epoch> epochs = new TreeMap<>();
  private final Map<String, Long> gaps = new HashMap<>();
  private final TreeMap<Long, Long> came = new TreeMap<>();
  private long next;
  private boolean begun;

  /**
   * A stream.
   *
   * @param heirs sinks to which it is owed if their cursor does not name it: it had only just begun
   */
  RecoveredStream(String name, Set<String> heirs) {
    this.name = name;
    this.heirs = heirs;
  }

  void reaches(long sequence) {
    next = Math.max(next, sequence);
  }

  /** Events from this number on came then or later. */
  void came(long sequence, long nanos) {
    came.put(sequence, nanos);
  }

  void lost(List<Loss> known) {
    known.forEach(loss -> losses.put(loss.first(), loss));
  }

  void add(String sink, CursorState.Entry stored) {
    if (stored.isRefused()) {
      refused.add(sink);
    } else {
      routes.add(new Route(name, sink, stored));
      reaches(stored.acked());
    }
  }

  boolean owes(long first, int count) {
    return count > 0 && owesFrom(first, first + count) && !isLost(first);
  }

  private boolean owesFrom(long first, long end) {
    reaches(end);
    if (!begun) {
      begun = true;
      Set<String> unnamed = new HashSet<>(heirs);
      unnamed.removeAll(refused);
      routes.forEach(route -> unnamed.remove(route.sink()));
      unnamed.forEach(sink -> undecided.add(new Route(name, sink, first, 0)));
    }
    return least() < end;
  }

  private boolean isLost(long sequence) {
    Map.Entry<Long, Loss> at = losses.floorEntry(sequence);
    return at != null && at.getValue().contains(sequence);
  }

  /** The number that the route has reached which has come least far. */
  private long least() {
    return owing().stream().mapToLong(Route::acked).min().orElse(Long.MAX_VALUE);
  }

  private List<Route> owing() {
    List<Route> all = new ArrayList<>(routes);
    all.addAll(undecided);
    return all;
  }

  void count(Entry entry) {
    if (entry.header().length == 0) {
      // What the journal says of a damaged part: a hole.
      return;
    }
    long end = entry.nextSequence();
    cover(entry.firstSequence(), end);
    seen(entry.firstSequence(), entry.epoch());
    long owed = end - Math.max(entry.firstSequence(), least());
    if (entry.gap() != null) {
      gaps.merge(entry.gap(), owed, Long::sum);
    }
    for (Route route : owing()) {
      long events = end - Math.max(entry.firstSequence(), route.acked());
      if (events > 0 && entry.gap() != null) {
        route.appendedGap(events, entry.gap());
      } else if (events > 0) {
        route.appended(events);
      }
    }
  }

  /** Kept where it changes only, so that this stays small. */
  private void seen(long first, Epoch epoch) {
    Map.Entry<Long, Epoch> before = epochs.floorEntry(first);
    if (before == null || !before.getValue().equals(epoch)) {
      epochs.put(first, epoch);
    }
  }

  /** Whether {@link #count(StreamMark, StreamMark)} says the same as counting each entry. */
  boolean isSimple(StreamMark begin, StreamMark end) {
    long first = begin.nextSequence();
    long next = end.nextSequence();
    Map.Entry<Long, Loss> loss = losses.lowerEntry(next);
    return first == next
        || first < next
            && begin.epoch() != null
            && begin.epoch().equals(end.epoch())
            && (loss == null || loss.getValue().next() <= first)
            && owing().stream().allMatch(r -> r.acked() <= first || r.acked() >= next);
  }

  /** Counts all that came between two snapshots. */
  void count(StreamMark begin, StreamMark end) {
    long first = begin.nextSequence();
    long next = end.nextSequence();
    Epoch epoch = end.epoch();
    if (first == next || epoch == null || !owesFrom(first, next)) {
      return;
    }
    cover(first, next);
    seen(first, epoch);
    Map<String, Long> fresh = new HashMap<>(end.dropped());
    begin.dropped().forEach((reason, count) -> fresh.merge(reason, -count, Long::sum));
    fresh.values().removeIf(count -> count == 0);
    fresh.forEach((reason, count) -> gaps.merge(reason, count, Long::sum));
    long events = next - first - fresh.values().stream().mapToLong(Long::longValue).sum();
    for (Route route : owing()) {
      if (route.acked() <= first) {
        route.appended(events);
        fresh.forEach((reason, count) -> route.appendedGap(count, reason));
      }
    }
  }

  /** Ranges that touch become one, so that this stays small. */
  private void cover(long first, long end) {
    Map.Entry<Long, Long> before = covered.floorEntry(first);
    if (before != null && before.getValue() >= first) {
      covered.put(before.getKey(), Math.max(end, before.getValue()));
    } else {
      covered.put(first, end);
    }
  }

  void open(Journal journal, Streams streams) {
    StreamLedger ledger = streams.recover(name, next);
    epochs.forEach(ledger.epochs()::seen);
    streams.losses().recover(ledger, List.copyOf(losses.values()));
    undecided.forEach(route -> route.begin(route.base(), gapsBefore(route, journal)));
    if (!owing().isEmpty()) {
      findHoles(ledger, journal, streams);
    }
    routes.forEach(ledger::recovered);
    undecided.forEach(ledger::undecided);
    refused.forEach(ledger::refuse);
    came.forEach(ledger::came);
  }

  /** How many numbers were gaps before a route began: all but those that it is owed. */
  private Map<String, Long> gapsBefore(Route route, Journal journal) {
    StreamState state = journal.streams().get(name);
    Map<String, Long> before = new HashMap<>(state == null ? Map.of() : state.dropped());
    route.dropped().forEach((reason, count) -> before.merge(reason, -count, Long::sum));
    return before;
  }

  private void findHoles(StreamLedger ledger, Journal journal, Streams streams) {
    losses.values().forEach(loss -> cover(loss.first(), loss.next()));
    String reason = reason(journal);
    Map<String, Long> before = slowest().gaps();
    long at = least();
    while (at < next) {
      Map.Entry<Long, Long> floor = covered.floorEntry(at);
      if (floor != null && floor.getValue() > at) {
        at = floor.getValue();
        continue;
      }
      Long ahead = covered.higherKey(at);
      long end = ahead == null ? next : Math.min(next, ahead);
      Map<String, Long> after = missingGaps(journal.streams().get(name), before);
      streams.losses().found(ledger, at, end, reason, before, after);
      before = after;
      at = end;
    }
  }

  private Route slowest() {
    List<Route> all = owing();
    Route slowest = all.getFirst();
    for (Route route : all) {
      slowest = route.acked() < slowest.acked() ? route : slowest;
    }
    return slowest;
  }

  /** The journal remembers how many numbers were gaps; those not found again are in the holes. */
  private Map<String, Long> missingGaps(@Nullable StreamState state, Map<String, Long> before) {
    Map<String, Long> after = new HashMap<>(before);
    Map<String, Long> found = new HashMap<>(slowest().gaps());
    gaps.forEach((reason, count) -> found.merge(reason, count, Long::sum));
    for (Loss loss : losses.values()) {
      loss.parts(least(), slowest().gaps())
          .gaps()
          .forEach((reason, count) -> found.merge(reason, count, Long::sum));
    }
    if (state != null) {
      state
          .dropped()
          .forEach((reason, count) -> {
            long missing = count - found.getOrDefault(reason, 0L);
            if (missing > 0) {
              after.put(reason, slowest().gaps().getOrDefault(reason, 0L) + missing);
            }
          });
    }
    return after;
  }

  private String reason(Journal journal) {
    StreamState state = journal.streams().get(name);
    boolean damaged =
        journal.damages().stream()
            .flatMap(damage -> damage.lost().stream())
            .anyMatch(lost -> lost.stream().equals(name));
    return state != null && state.lane() == Lane.RING && !damaged
        ? Drops.JOURNAL_FULL
        : Drops.JOURNAL_DAMAGED;
  }
}
