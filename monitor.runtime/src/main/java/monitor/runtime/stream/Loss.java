package monitor.runtime.stream;

import java.util.HashMap;
import java.util.Map;
import monitor.api.delivery.BatchHeader;
import org.jspecify.annotations.Nullable;

/**
 * A range of sequence numbers that the journal no longer has: a gap from now on. What it is made of
 * follows from how many numbers were gaps before and after it, so it is exact for every route,
 * wherever in the range that one stands.
 *
 * @param first first number
 * @param next number after the last one
 * @param reason why its events are dropped
 * @param gapsBefore numbers of the stream that were gaps before the range, by reason
 * @param gapsAfter as many before its end
 * @param header the gap as it is delivered; null if it concerns one route only
 */
public record Loss(
    long first,
    long next,
    String reason,
    Map<String, Long> gapsBefore,
    Map<String, Long> gapsAfter,
    @Nullable BatchHeader header) {
  /** Copies the maps. */
  public Loss {
    gapsBefore = Map.copyOf(gapsBefore);
    gapsAfter = Map.copyOf(gapsAfter);
  }

  /** Whether a number lies in it. */
  public boolean contains(long sequence) {
    return first <= sequence && sequence < next;
  }

  /**
   * What a part of it is made of.
   *
   * @param events events that are dropped now
   * @param gaps numbers that were gaps already, by reason
   */
  public record Parts(long events, Map<String, Long> gaps) {}

  /**
   * What of it a route drops that has come so far.
   *
   * @param acked number after what the route has done with
   * @param gaps numbers up to there that were gaps, by reason
   */
  public Parts parts(long acked, Map<String, Long> gaps) {
    long rest = Math.max(0, next - Math.max(acked, first));
    Map<String, Long> before = acked < first ? gapsBefore : gaps;
    Map<String, Long> parts = new HashMap<>();
    for (Map.Entry<String, Long> after : gapsAfter.entrySet()) {
      long count = after.getValue() - before.getOrDefault(after.getKey(), 0L);
      long part = Math.clamp(count, 0, rest);
      if (part > 0) {
        parts.put(after.getKey(), part);
        rest -= part;
      }
    }
    return new Parts(rest, parts);
  }

  /** The same range, of which more were gaps already. */
  public Loss withGap(String gapReason, long count) {
    Map<String, Long> more = new HashMap<>(gapsAfter);
    more.merge(gapReason, count, Long::sum);
    return new Loss(first, next, reason, gapsBefore, more, header);
  }
}
