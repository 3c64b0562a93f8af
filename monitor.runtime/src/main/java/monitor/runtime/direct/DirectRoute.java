package monitor.runtime.direct;

import java.util.HashMap;
import java.util.Map;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Outcome;
import monitor.api.operation.Balance;
import monitor.runtime.accounting.Rate;
import monitor.runtime.stream.Drops;

/**
 * The books of one direct source with one sink. What the sink does not take now goes back to the
 * peer, which has kept it: it is not dropped, and it was not received. Safe for many threads.
 */
public final class DirectRoute {
  private final String source;
  private final String sink;
  private final Rate rate = new Rate();
  private final Map<String, Long> dropped = new HashMap<>();
  private long took;
  private long returned;
  private long delivered;
  private long inFlight;
  private String reason = "";

  DirectRoute(String source, String sink) {
    this.source = source;
    this.sink = sink;
  }

  /** Instance name of the source. */
  public String source() {
    return source;
  }

  /** Instance name of the sink. */
  public String sink() {
    return sink;
  }

  /** How fast the sink accepts; fed by the housekeeping. */
  public Rate rate() {
    return rate;
  }

  synchronized void took(int count) {
    took += count;
    inFlight += count;
  }

  /** It goes back to the peer without a word of the sink. */
  synchronized void returned(int count) {
    inFlight -= count;
    returned += count;
  }

  /** A sink that is not essential was too slow for it. */
  synchronized void skipped(int count) {
    took += count;
    drop(Drops.BEHIND, count);
  }

  synchronized void settled(BatchHeader header, Outcome outcome) {
    int count = header.id().count();
    switch (outcome) {
      case Outcome.Accepted accepted -> accept(header, 0);
      case Outcome.PartlyAccepted partly -> accept(header, partly.refused().size());
      case Outcome.Rejected rejected -> drop(Drops.REJECTED, count);
      case Outcome.Conflict conflict -> drop(Drops.CONFLICT, count);
      case Outcome.Retry retry -> goesBack(count, retry.reason());
      case Outcome.Behind behind -> goesBack(count, "the sink expects an earlier batch");
    }
    inFlight -= count;
  }

  private void accept(BatchHeader header, int refused) {
    int count = header.id().count();
    reason = "";
    if (header.gap() != null) {
      drop(Drops.BY_AGENT, count);
      return;
    }
    int lost = Math.min(refused, count);
    delivered += count - lost;
    if (lost > 0) {
      drop(Drops.REJECTED, lost);
    }
  }

  private void drop(String why, long count) {
    dropped.merge(why, count, Long::sum);
  }

  private void goesBack(int count, String why) {
    returned += count;
    reason = why;
  }

  /** Where the events are; buffered are those of which the sink has not said anything yet. */
  public synchronized Balance balance() {
    return new Balance(took - returned, delivered, inFlight, dropped);
  }

  /** Events that the sink accepted. */
  public synchronized long delivered() {
    return delivered;
  }

  /** Why the sink does not take what comes; empty if it does. */
  public synchronized String standsStill() {
    return reason;
  }
}
