package sink.postgres.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import org.jspecify.annotations.Nullable;
import sink.postgres.schema.Rollup;
import sink.postgres.schema.Unrolled;

/**
 * The samples of a period, each once, from the coarsest tables that tell them: whole hours and
 * minutes from the roll-ups, the rest of the period and what is not rolled up yet from the samples.
 * What is not rolled up is read first; so all of it has to be in one transaction of repeatable
 * reads.
 *
 * @param connection to read from
 * @param series keys; null for all
 * @param origins keys of where they come from; null for all
 * @param period when
 */
record SampleSource(
    Connection connection,
    Integer @Nullable [] series,
    Integer @Nullable [] origins,
    Period period) {
  /** Sums are divided by two to the power of this, so that they never overflow. */
  private static final int SCALE = 40;

  /** More ranges of times than these are made one a day: the query stays short. */
  private static final int MOST_RANGES = 32;

  /** A part of the period that one table tells, of one day of receipt or of all. */
  private record Piece(
      @Nullable Rollup rollup,
      @Nullable Unrolled only,
      Instant from,
      Instant to,
      List<Unrolled> without) {}

  /** The samples of some series, or all, that bear the tags of a scope. */
  static SampleSource of(
      Connection connection,
      @Nullable Map<Integer, StoredSeries> series,
      Scope scope,
      Period period)
      throws SQLException {
    Integer[] keys = series == null ? null : series.keySet().toArray(Integer[]::new);
    return new SampleSource(connection, keys, origins(connection, scope), period);
  }

  private static Integer @Nullable [] origins(Connection connection, Scope scope)
      throws SQLException {
    if (scope.tags().isEmpty()) {
      return null;
    }
    return new Query("select o.id from monitor.origins o where o.kind = 'sample'")
        .tagged(scope)
        .list(connection, row -> row.getInt("id"))
        .toArray(Integer[]::new);
  }

  /** The roll-up of whose buckets those of a step are made; null if there is none. */
  static @Nullable Rollup coarsest(Duration step) {
    return Rollup.HOUR.divides(step)
        ? Rollup.HOUR
        : Rollup.MINUTE.divides(step) ? Rollup.MINUTE : null;
  }

  /** A sum, or a mean of it, as it is. */
  static double unscaled(double total) {
    return Math.scalb(total, SCALE);
  }

  /** Only its series and origins, of a table that has these columns. */
  Query limit(Query query) {
    return query.and("series_id = any(?)", series).and("origin_id = any(?)", origins);
  }

  /**
   * Adds {@code (select …) s} to a query: rows of {@code series_id, time, count, total, last_time,
   * last}, where {@code total} is a sum divided by 2^40.
   *
   * @param coarsest roll-up that may be used; null for the samples alone
   */
  Query addTo(Query query, @Nullable Rollup coarsest) throws SQLException {
    query.add("(");
    String before = "";
    for (Piece piece : pieces(coarsest)) {
      select(query.add(before), piece);
      before = "union all";
    }
    return query.add(") s");
  }

  private List<Piece> pieces(@Nullable Rollup coarsest) throws SQLException {
    List<Piece> pieces = new ArrayList<>();
    Piece whole = new Piece(null, null, period.from(), period.to(), List.of());
    if (coarsest == null) {
      return List.of(whole);
    }
    split(whole, Rollup.MINUTE, Unrolled.list(connection), coarsest, pieces);
    return pieces;
  }

  /** Takes out of a piece what a roll-up tells, and out of that what a coarser one does. */
  private static void split(
      Piece piece, Rollup into, List<Unrolled> unrolled, Rollup coarsest, List<Piece> pieces) {
    Instant from = into.ceiling(piece.from());
    Instant to = into.floor(piece.to());
    if (!from.isBefore(to)) {
      pieces.add(piece);
      return;
    }
    add(pieces, piece, null, piece.from(), from);
    add(pieces, piece, null, to, piece.to());
    List<Unrolled> stale = within(Unrolled.widen(unrolled, into), from, to);
    for (Unrolled each : stale) {
      add(pieces, piece, each, each.first(), each.beyond());
    }
    Piece rolled = new Piece(into, null, from, to, stale);
    if (into == coarsest) {
      pieces.add(rolled);
    } else {
      split(rolled, Rollup.values()[into.ordinal() + 1], stale, coarsest, pieces);
    }
  }

  private static void add(
      List<Piece> pieces, Piece of, @Nullable Unrolled only, Instant from, Instant to) {
    if (from.isBefore(to)) {
      pieces.add(new Piece(of.rollup(), only, from, to, of.without()));
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

  private void select(Query query, Piece piece) {
    Rollup rollup = piece.rollup();
    if (rollup == null) {
      query.add(
          """
          select series_id, time, 1::bigint as count, value * 2.0::float8 ^ -40 as total,
            time as last_time, value as last
          from monitor.samples where time >= ? and time < ?
          """,
          piece.from(),
          piece.to());
    } else {
      query.add(
          """
          select series_id, bucket as time, count, total, last_time, last
          from monitor.%s where bucket >= ? and bucket < ?
          """
              .formatted(rollup.table()),
          piece.from(),
          piece.to());
    }
    limit(query);
    if (piece.only() != null) {
      query.add("and day = ?", piece.only().day());
    }
    for (Unrolled each : piece.without()) {
      if (piece.only() == null || piece.only().day().equals(each.day())) {
        query.add(
            "and not (day = ? and bucket >= ? and bucket < ?)",
            each.day(),
            each.first(),
            each.beyond());
      }
    }
  }
}
