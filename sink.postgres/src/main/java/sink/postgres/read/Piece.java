package sink.postgres.read;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.query.Period;
import org.jspecify.annotations.Nullable;
import sink.postgres.schema.Rollup;
import sink.postgres.schema.Unrolled;

/**
 * A part of a period that one table tells, of one day of receipt or of all.
 *
 * @param rollup that tells it; null if the events themselves do
 * @param day of receipt; null for all
 * @param from first instant in it
 * @param to first instant after it
 * @param without what other pieces tell
 */
record Piece(
    @Nullable Rollup rollup,
    @Nullable LocalDate day,
    Instant from,
    Instant to,
    List<Unrolled> without) {
  /** More ranges of times than these are made one a day: the query stays short. */
  private static final int MOST_RANGES = 32;

  /**
   * A period in pieces that have each of its events once, from the coarsest tables that tell them:
   * whole buckets from the roll-ups, the rest of the period and what is not rolled up yet from the
   * events.
   *
   * @param unrolled read before, in the same snapshot
   * @param rollups that may be used, from the finest on
   */
  static List<Piece> of(Period period, List<Unrolled> unrolled, List<Rollup> rollups) {
    List<Piece> pieces = new ArrayList<>();
    Piece whole = new Piece(null, null, period.from(), period.to(), List.of());
    whole.split(unrolled, rollups, pieces);
    return pieces;
  }

  /** Takes out what a roll-up tells, and out of that what a coarser one does. */
  private void split(List<Unrolled> unrolled, List<Rollup> rollups, List<Piece> pieces) {
    if (rollups.isEmpty()) {
      pieces.add(this);
      return;
    }
    Rollup into = rollups.getFirst();
    Instant first = into.ceiling(from);
    Instant beyond = into.floor(to);
    if (!first.isBefore(beyond)) {
      pieces.add(this);
      return;
    }
    add(pieces, null, from, first);
    add(pieces, null, beyond, to);
    List<Unrolled> stale = within(Unrolled.widen(unrolled, into), first, beyond);
    for (Unrolled each : stale) {
      add(pieces, each.day(), each.first(), each.beyond());
    }
    Piece rolled = new Piece(into, null, first, beyond, stale);
    rolled.split(stale, rollups.subList(1, rollups.size()), pieces);
  }

  private void add(List<Piece> pieces, @Nullable LocalDate only, Instant first, Instant beyond) {
    if (first.isBefore(beyond)) {
      pieces.add(new Piece(rollup, only, first, beyond, without));
    }
  }

  /** What lies between two times, at most {@link #MOST_RANGES} or one a day. */
  private static List<Unrolled> within(List<Unrolled> all, Instant from, Instant to) {
    List<Unrolled> inside = new ArrayList<>();
    for (Unrolled each : all) {
      Instant first = each.first().isBefore(from) ? from : each.first();
      Instant beyond = each.beyond().isAfter(to) ? to : each.beyond();
      if (first.isBefore(beyond)) {
        inside.add(new Unrolled(each.day(), first, beyond));
      }
    }
    return inside.size() > MOST_RANGES ? merged(inside) : inside;
  }

  private static List<Unrolled> merged(List<Unrolled> ordered) {
    Map<LocalDate, Unrolled> days = new LinkedHashMap<>();
    for (Unrolled each : ordered) {
      days.merge(each.day(), each, (a, b) -> new Unrolled(a.day(), a.first(), b.beyond()));
    }
    return List.copyOf(days.values());
  }

  /** Adds conditions to a query of its table: the times, and the day of receipt. */
  Query where(Query query) {
    String time = rollup == null ? "time" : "bucket";
    query.add("where %1$s >= ? and %1$s < ?".formatted(time), from, to);
    query.and("day = ?", day);
    for (Unrolled each : without) {
      if (day == null || day.equals(each.day())) {
        query.add(
            "and not (day = ? and bucket >= ? and bucket < ?)",
            each.day(),
            each.first(),
            each.beyond());
      }
    }
    return query;
  }
}
