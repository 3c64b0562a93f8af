package monitor.runtime.route;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import monitor.runtime.accounting.Rate;
import monitor.runtime.stream.Drops;
import monitor.runtime.stream.Loss;
import org.jspecify.annotations.Nullable;

/**
 * The account of one stream with one sink: how far the sink has come, what became of that, and what
 * it is owed. Guarded by the monitor of the stream's ledger.
 */
public final class Route {
  private final String stream;
  private volatile String sink;
  private final long limit;
  private final Map<String, Long> dropped = new HashMap<>();
  private final Map<String, Long> gaps = new HashMap<>();
  private final Map<String, Long> pendingGaps = new HashMap<>();
  private final TreeMap<Long, Loss> losses = new TreeMap<>();
  private final Rate rate = new Rate();
  private volatile String standsStill = "";
  private volatile boolean lossy;
  private long base;
  private long acked;
  private long saved;
  private long delivered;
  private long pending;
  private int generation;

  /**
   * A route that begins at a sequence number.
   *
   * @param limit most events owed, beyond which it jumps ahead; 0: it holds the journal instead
   */
  public Route(String stream, String sink, long base, long limit) {
    this.stream = stream;
    this.sink = sink;
    this.limit = limit;
    this.base = base;
    this.acked = base;
    this.saved = base;
  }

  /** A route as its cursor was stored. */
  public Route(String stream, String sink, CursorState.Entry stored) {
    this(stream, sink, stored.base(), 0);
    this.acked = stored.acked();
    this.saved = stored.acked();
    this.delivered = stored.delivered();
    this.dropped.putAll(stored.dropped());
    this.gaps.putAll(stored.gaps());
  }

  /** Name of the stream. */
  public String stream() {
    return stream;
  }

  /** Name of the sink. */
  public String sink() {
    return sink;
  }

  /** What was owed to whoever comes first is owed to this sink. */
  public void inheritedBy(String heir) {
    sink = heir;
  }

  /** Whether it holds the journal, and not jumps ahead when it falls behind. */
  public boolean holds() {
    return limit == 0;
  }

  /** First sequence number that it owed. */
  public long base() {
    return base;
  }

  /** The sequence number after the contiguous accepted prefix. */
  public long acked() {
    return acked;
  }

  /** The same as it was stored durably the last time. */
  public long saved() {
    return saved;
  }

  /** Numbers of the stream up to {@link #acked} that were gaps, by reason. */
  public Map<String, Long> gaps() {
    return gaps;
  }

  /** Events that the sink accepted. */
  public long delivered() {
    return delivered;
  }

  /** Sealed events that the sink has not accepted yet. */
  public long pending() {
    return pending;
  }

  /** Dropped events by reason, those included whose gap has not reached the sink yet. */
  public Map<String, Long> dropped() {
    Map<String, Long> all = new HashMap<>(dropped);
    pendingGaps.forEach((reason, count) -> add(all, reason, count));
    for (Loss loss : losses.values()) {
      addParts(all, loss);
    }
    return all;
  }

  private void addParts(Map<String, Long> counts, Loss loss) {
    Loss.Parts parts = loss.parts(acked, gaps);
    parts.gaps().forEach((reason, count) -> add(counts, reason, count));
    add(counts, loss.reason(), parts.events());
  }

  /** Begins at a sequence number, before which so many numbers were gaps. */
  public void begin(long next, Map<String, Long> gapsBefore) {
    base = next;
    acked = next;
    saved = next;
    gaps.clear();
    gaps.putAll(gapsBefore);
  }

  /** So many events were sealed; returns whether it is further behind than it may be. */
  public boolean appended(long events) {
    pending += events;
    return limit > 0 && pending > limit;
  }

  /** So many numbers went to a gap. */
  public void appendedGap(long count, String reason) {
    add(pendingGaps, reason, count);
  }

  /** The journal took no events with these numbers, but a gap. */
  public void refused(long first, long count, String reason) {
    Loss loss = lossAt(first);
    if (loss == null) {
      pending -= count;
      add(pendingGaps, reason, count);
    } else {
      losses.put(loss.first(), loss.withGap(reason, count));
    }
  }

  /** A range is lost: what of it is owed is dropped. What is in flight may still be accepted. */
  public void lose(Loss loss) {
    if (loss.next() <= acked) {
      return;
    }
    Map<Long, Loss> replaced = losses.subMap(loss.first(), loss.next());
    replaced.values().forEach(old -> owe(old, 1));
    replaced.clear();
    owe(loss, -1);
    losses.put(loss.first(), loss);
    lossy = true;
  }

  private void owe(Loss loss, int sign) {
    Loss.Parts parts = loss.parts(acked, gaps);
    pending += sign * parts.events();
    parts.gaps().forEach((reason, count) -> add(pendingGaps, reason, sign * count));
  }

  /** The lost range that contains a number; null if it is not lost. */
  public @Nullable Loss lossAt(long sequence) {
    Map.Entry<Long, Loss> at = losses.floorEntry(sequence);
    return at == null || !at.getValue().contains(sequence) ? null : at.getValue();
  }

  /** The first number that is owed and not lost. */
  public long owedFrom() {
    long from = acked;
    for (Loss loss = lossAt(from); loss != null; loss = lossAt(from)) {
      from = loss.next();
    }
    return from;
  }

  /** Most events owed, beyond which it jumps ahead; 0: no limit of its own. */
  public long limit() {
    return limit;
  }

  /** Whether it has lost ranges; may be called without the monitor. */
  boolean lossy() {
    return lossy;
  }

  /** A batch was accepted but for some events. */
  public void accepted(long nextSequence, long count, long refused, String reason) {
    if (lossAt(nextSequence - 1) == null) {
      pending -= count;
    }
    delivered += count - refused;
    add(dropped, reason, refused);
    move(nextSequence);
  }

  /** A gap was accepted. */
  public void acceptedGap(long nextSequence, long count, String reason) {
    if (lossAt(nextSequence - 1) == null) {
      add(pendingGaps, reason, -count);
    }
    add(dropped, reason, count);
    add(gaps, reason, count);
    move(nextSequence);
  }

  /** The gap of a lost range was accepted. */
  public void acceptedLoss(Loss loss) {
    if (loss.next() <= acked) {
      return;
    }
    addParts(dropped, loss);
    loss.gapsAfter().forEach((reason, count) -> gaps.merge(reason, count, Math::max));
    move(loss.next());
  }

  /**
   * The sink has the events before a number of a lost range that it was told of: only the rest is
   * lost, on this route.
   */
  void had(long nextSequence) {
    long from = Math.max(nextSequence, acked);
    delivered += from - acked;
    move(from);
    Loss loss = lossAt(from);
    if (loss != null && loss.first() < from) {
      losses.remove(loss.first());
      losses.put(from, new Loss(from, loss.next(), loss.reason(), gaps, loss.gapsAfter(), null));
    }
  }

  private void move(long nextSequence) {
    acked = nextSequence;
    while (!losses.isEmpty() && losses.firstEntry().getValue().next() <= acked) {
      losses.pollFirstEntry();
    }
    lossy = !losses.isEmpty();
  }

  /** A sink was opened: outcomes of openings before it move nothing any more. */
  int renew() {
    return ++generation;
  }

  /** Whether this is the latest opening. */
  boolean isCurrent(int opening) {
    return generation == opening;
  }

  /** Its cursor is stored up to there. */
  void saved(long sequence) {
    saved = sequence;
  }

  /** Its speed: events accepted in a second. */
  public Rate rate() {
    return rate;
  }

  /** Why it stands still; empty if it does not. Unlike the rest, safe without the monitor. */
  public String standsStill() {
    return standsStill;
  }

  /** Says why it stands still. */
  void standsStill(String reason) {
    standsStill = reason;
  }

  /** Takes over a range that was lost before the start, and whose numbers were not counted. */
  public void recovered(Loss loss) {
    if (loss.next() > acked) {
      losses.put(loss.first(), loss);
      lossy = true;
    }
  }

  /** What is stored of it. */
  public CursorState.Entry state() {
    return new CursorState.Entry(base, acked, delivered, dropped, gaps);
  }

  /** Everything owed is a gap on this route only: it goes on at a number. */
  public void jump(long next, Map<String, Long> gapsThere) {
    Loss known = lossAt(acked);
    if (known != null && known.next() >= next) {
      return;
    }
    long first = losses.isEmpty() ? acked : Math.min(acked, losses.firstKey());
    lose(new Loss(first, next, Drops.BEHIND, gaps, gapsThere, null));
  }

  private static void add(Map<String, Long> counts, String reason, long count) {
    counts.merge(reason, count, Long::sum);
    counts.remove(reason, 0L);
  }
}
