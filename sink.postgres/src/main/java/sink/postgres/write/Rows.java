package sink.postgres.write;

import java.time.LocalDate;
import monitor.api.event.Event;
import monitor.api.event.Kind;

/** Writes the events of one kind as rows of one table. Used by one thread, for one batch. */
interface Rows {
  /** Day 0 of PostgreSQL's dates. */
  LocalDate EPOCH = LocalDate.of(2000, 1, 1);

  /** Name of the table, without schema and day. */
  String table();

  /** Names of its columns, in the order in which they are written. */
  String columns();

  /**
   * Writes one row, whole.
   *
   * @throws UnstorableException if PostgreSQL would refuse it; a part of the row may be written
   */
  void write(RowBuffer row, long sequence, Event event) throws UnstorableException;

  /**
   * What is the same for all rows of a batch.
   *
   * @param origin key of where the events come from
   * @param receivedNanos when the batch came, nanoseconds since 1970
   * @param day of receipt, in UTC
   * @param days the day as PostgreSQL counts
   */
  record Common(int origin, long receivedNanos, LocalDate day, int days) {
    static Common of(int origin, long receivedNanos, LocalDate day) {
      return new Common(origin, receivedNanos, day, (int) (day.toEpochDay() - EPOCH.toEpochDay()));
    }

    /** Columns that every table but samples begins with. */
    void write(RowBuffer row, long sequence, long timeNanos) {
      row.int8(sequence);
      row.time(timeNanos);
      row.time(receivedNanos);
      row.int4(origin);
      row.date(days);
      row.remainder(timeNanos);
    }
  }

  /** Names of what {@link Common#write} writes. */
  String COMMON = "sequence, time, received, origin_id, day, nanos";

  /** Number of the columns in {@link #COMMON}. */
  int COMMON_COUNT = 6;

  /** The writer for a kind; kinds without a table of their own go to {@code events}. */
  static Rows of(Kind kind, Common common, SeriesIds series) {
    return switch (kind.name()) {
      case "sample" -> new SampleRows(common, series);
      case "log" -> new LogRows(common);
      case "process" -> new ProcessRows(common);
      case "probe" -> new ProbeRows(common);
      default -> new OtherRows(common);
    };
  }

  /** What to throw for an event that is not of the kind of its stream. */
  static UnstorableException wrongKind(Event event) {
    return new UnstorableException(
        "an event of kind %s in a stream of another".formatted(event.payload().kind()));
  }
}
