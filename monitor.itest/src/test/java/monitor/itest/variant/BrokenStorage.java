package monitor.itest.variant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import monitor.api.delivery.Batch;
import monitor.api.delivery.EventVisitor;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Text;
import org.jspecify.annotations.Nullable;

/** What broken variants of the PostgreSQL sink do instead. Runs inside of it. */
public final class BrokenStorage {
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SHORT = 40;

  private static long committedNanos = System.nanoTime();

  private BrokenStorage() {}

  /** Instead of {@code commit}: once a second, for all transactions since. */
  public static synchronized void commitLater(Connection connection) throws SQLException {
    if (System.nanoTime() - committedNanos > LATE_NANOS) {
      connection.commit();
      committedNanos = System.nanoTime();
    }
  }

  /** Instead of reading where a mark is. */
  public static @Nullable Object noMark(ResultSet rows, int column, Class<?> type) {
    return null;
  }

  /** Instead of asking for a connection to move marks: what was copied is committed by itself. */
  public static PreparedStatement afterCommit(Connection connection, String sql)
      throws SQLException {
    if (sql.strip().startsWith("update")) {
      connection.commit();
      LockSupport.parkNanos(LATE_NANOS);
    }
    return connection.prepareStatement(sql);
  }

  /** Instead of writing gap rows. */
  public static void noGaps(Object identities, List<?> gaps) {}

  /** Instead of looking for the rows that the server accepts. */
  public static void acceptNone(Object copy, Object batch, int from, int to, List<?> refused) {}

  /** Instead of comparing a batch that comes again with what is stored. */
  public static Outcome conflict(Object duplicates, Object batch) {
    return new Outcome.Conflict("it is there already");
  }

  /** Instead of visiting events in their order. */
  public static void backwards(Batch batch, EventVisitor visitor) {
    List<Event> events = new ArrayList<>();
    batch.forEach((sequence, event) -> events.add(event));
    long sequence = batch.header().id().firstSequence();
    for (Event event : events.reversed()) {
      visitor.visit(sequence++, event);
    }
  }

  /** Instead of the body of a line. */
  public static Text shortBody(LogLine line) {
    return line.body().truncate(SHORT);
  }
}
