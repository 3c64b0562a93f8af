package sink.postgres.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sink.postgres.schema.Partitions;

/**
 * Which day's partition takes what is received now: today's, unless the clock is wild. Before the
 * oldest day there is, and beyond a number of new days within a day of the monotonic clock, it is
 * the newest day there is, where rows are kept too long rather than dropped. Used by one thread.
 */
final class ReceiptDays {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptDays.class);

  /** Days that may be made within a day: tomorrow's, and some for a clock that is set. */
  static final int MOST_NEW = 8;

  private final Map<LocalDate, LocalDate> known = new HashMap<>();
  private final Deque<Long> madeNanos = new ArrayDeque<>();

  /** The day whose partitions are there afterwards. */
  LocalDate place(Connection connection, LocalDate today) throws SQLException {
    LocalDate placed = known.get(today);
    if (placed == null) {
      placed = find(connection, today);
      Partitions.create(connection, placed);
      known.put(today, placed);
    }
    return placed;
  }

  private LocalDate find(Connection connection, LocalDate today) throws SQLException {
    if (Partitions.complete(connection, today)) {
      return today;
    }
    List<LocalDate> days = Partitions.days(connection, Partitions.EVENTS.getFirst());
    if (!days.isEmpty() && (today.isBefore(days.getFirst()) || tooMany())) {
      LOG.warn("The clock says {}: what is received goes to {}.", today, days.getLast());
      return days.getLast();
    }
    madeNanos.add(System.nanoTime());
    return today;
  }

  private boolean tooMany() {
    long now = System.nanoTime();
    madeNanos.removeIf(made -> now - made > Duration.ofDays(1).toNanos());
    return madeNanos.size() >= MOST_NEW;
  }

  /** Forgets which partitions are there, not how many were made. */
  void forget() {
    known.clear();
  }
}
