package monitor.runtime.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.delivery.BatchHeader;
import org.jspecify.annotations.Nullable;

/**
 * The lost ranges of one stream, none of which overlaps another. Guarded by the monitor of the
 * ledger.
 */
final class LossBook {
  private static final int MOST_IN_A_GAP = 1 << 30;

  private final Epochs epochs;
  private final TreeMap<Long, Loss> losses = new TreeMap<>();
  private long told;

  LossBook(Epochs epochs) {
    this.epochs = epochs;
  }

  /** Makes the header of a gap. */
  interface Header {
    BatchHeader of(monitor.api.delivery.Epoch epoch, long first, int count, String reason);
  }

  void recovered(Loss loss) {
    losses.put(loss.first(), loss);
  }

  Collection<Loss> all() {
    return losses.values();
  }

  /** A sink is told: the borders of what lies before are fixed. */
  void told(Loss loss) {
    told = Math.max(told, loss.next());
  }

  /** Takes those away that end at or before a number. */
  List<Loss> forget(long upTo) {
    List<Loss> gone = losses.values().stream().filter(loss -> loss.next() <= upTo).toList();
    gone.forEach(loss -> losses.remove(loss.first()));
    return gone;
  }

  /**
   * Enters what of a range is not known to be lost yet; returns that, in order. One that goes on
   * where the last one ends takes its place, unless somebody was told of it.
   */
  List<Loss> add(
      long first,
      long next,
      String reason,
      Map<String, Long> gapsBefore,
      Map<String, Long> gapsAfter,
      Header header) {
    List<Loss> fresh = new ArrayList<>();
    Map<String, Long> before = gapsBefore;
    long at = first;
    while (at < next) {
      Map.Entry<Long, Loss> floor = losses.floorEntry(at);
      Loss last = floor == null ? null : floor.getValue();
      if (last != null && last.next() > at) {
        at = last.next();
        before = most(before, last.gapsAfter());
        continue;
      }
      long end = end(at, next);
      boolean onward = last != null && last.next() == at && mergeable(last, reason, end);
      Loss loss = make(onward ? last : null, at, end, reason, before, gapsAfter, header);
      losses.put(loss.first(), loss);
      fresh.add(loss);
      before = gapsAfter;
      at = end;
    }
    return fresh;
  }

  private long end(long at, long next) {
    Long ahead = losses.higherKey(at);
    long end = Math.min(Math.min(next, at + MOST_IN_A_GAP), ahead == null ? next : ahead);
    return epochs.change(at, end);
  }

  private boolean mergeable(Loss last, String reason, long end) {
    return last.next() > told
        && last.reason().equals(reason)
        && end - last.first() <= MOST_IN_A_GAP
        && last.header() != null
        && last.header().id().epoch().equals(epochs.at(last.next()));
  }

  private Loss make(
      @Nullable Loss onto,
      long at,
      long end,
      String reason,
      Map<String, Long> before,
      Map<String, Long> after,
      Header header) {
    long first = onto == null ? at : onto.first();
    return new Loss(
        first,
        end,
        reason,
        onto == null ? before : onto.gapsBefore(),
        after,
        header.of(epochs.at(first), first, Math.toIntExact(end - first), reason));
  }

  private static Map<String, Long> most(Map<String, Long> a, Map<String, Long> b) {
    Map<String, Long> most = new HashMap<>(a);
    b.forEach((reason, count) -> most.merge(reason, count, Math::max));
    return most;
  }
}
