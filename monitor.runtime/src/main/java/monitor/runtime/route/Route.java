package monitor.runtime.route;

import java.util.HashMap;
import java.util.Map;
import monitor.runtime.accounting.Rate;

/**
 * The account of one stream with one sink. Guarded by the monitor of the stream's ledger, which
 * alone calls what changes it together with the sink's worker inside {@link
 * monitor.runtime.stream.StreamLedger}'s monitor.
 */
public final class Route {
  private final String stream;
  private volatile String sink;
  private final Map<String, Long> dropped = new HashMap<>();
  private final Map<String, Long> pendingGaps = new HashMap<>();
  private final Rate rate = new Rate();
  private volatile String standsStill = "";
  private long base;
  private long acked;
  private long delivered;
  private long pending;

  /** A route that begins at a sequence number. */
  public Route(String stream, String sink, long base) {
    this.stream = stream;
    this.sink = sink;
    this.base = base;
    this.acked = base;
  }

  /** A route as its cursor was stored. */
  public Route(String stream, String sink, CursorState.Entry stored) {
    this(stream, sink, stored.base());
    this.acked = stored.acked();
    this.delivered = stored.delivered();
    this.dropped.putAll(stored.dropped());
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

  /** First sequence number that it owed. */
  public long base() {
    return base;
  }

  /** The sequence number after the contiguous accepted prefix. */
  public long acked() {
    return acked;
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
    return all;
  }

  /** Begins at a sequence number. */
  public void begin(long next) {
    base = next;
    acked = next;
  }

  /** So many events were sealed. */
  public void appended(long events) {
    pending += events;
  }

  /** So many numbers went to a gap. */
  public void appendedGap(long count, String reason) {
    add(pendingGaps, reason, count);
  }

  /** Pending events were lost: they are a gap now. */
  public void lost(long count, String reason) {
    pending -= count;
    add(pendingGaps, reason, count);
  }

  /** A batch was accepted but for some events. */
  public void accepted(long nextSequence, long count, long refused, String reason) {
    acked = nextSequence;
    pending -= count;
    delivered += count - refused;
    add(dropped, reason, refused);
  }

  /** A gap was accepted. */
  public void acceptedGap(long nextSequence, long count, String reason) {
    acked = nextSequence;
    add(pendingGaps, reason, -count);
    add(dropped, reason, count);
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

  /** What is stored of it. */
  public CursorState.Entry state() {
    return new CursorState.Entry(base, acked, delivered, Map.copyOf(dropped));
  }

  private static void add(Map<String, Long> counts, String reason, long count) {
    counts.merge(reason, count, Long::sum);
    counts.remove(reason, 0L);
  }
}
