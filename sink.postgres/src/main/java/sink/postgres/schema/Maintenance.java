package sink.postgres.schema;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sink.postgres.server.Database;
import sink.postgres.server.Sessions;

/**
 * Keeps the schema in shape: at the start its migrations and the next days, then every minute the
 * roll-ups of samples, those of traffic when an hour is over, and every hour days and retention.
 * What is too old is dropped only when the wall clock went as fast as the monotonic one since the
 * hour before, so that a clock that jumps deletes nothing.
 */
public final class Maintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration ROLL_UP_EVERY = Duration.ofMinutes(1);
  private static final Duration LATE = Duration.ofMinutes(2);
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Database database;
  private final Retention retention;
  private final InstantSource clock;
  private final Duration rollUpEvery;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Does nothing yet. */
  public Maintenance(Database database, Retention retention, InstantSource clock) {
    this(database, retention, clock, ROLL_UP_EVERY);
  }

  /** With another time between two looks at what there is to roll up. */
  Maintenance(Database database, Retention retention, InstantSource clock, Duration rollUpEvery) {
    this.database = database;
    this.retention = retention;
    this.clock = clock;
    this.rollUpEvery = rollUpEvery;
  }

  /** Brings the schema to this version and makes the partitions of the next days. */
  public void prepare() throws SQLException, IOException {
    try (Connection connection = Sessions.open(database.dataSource(), Duration.ZERO)) {
      Migrations.migrate(connection);
      retention.prepare(connection, today());
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Works until closed; to be called on a thread of its own. */
  public void run() throws InterruptedException {
    Instant wall = clock.instant();
    long monotonic = System.nanoTime();
    Instant trafficHour = Instant.MIN;
    keep(false);
    while (!closed.await(rollUpEvery.toMillis(), TimeUnit.MILLISECONDS)) {
      rollUp(Subject.SAMPLES);
      // An hour of traffic is made as a whole, so once, and when most of what is late has come.
      Instant hour = clock.instant().minus(LATE).truncatedTo(ChronoUnit.HOURS);
      if (!hour.equals(trafficHour) && rollUp(Subject.TRAFFIC)) {
        trafficHour = hour;
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - monotonic);
      if (elapsed.compareTo(EVERY) >= 0) {
        Duration byWall = Duration.between(wall, clock.instant());
        wall = clock.instant();
        monotonic = System.nanoTime();
        keep(byWall.minus(elapsed).abs().compareTo(TOLERANCE) < 0);
      }
    }
  }

  /** Whether it went well. */
  private boolean rollUp(Subject subject) {
    try (Connection connection = Sessions.open(database.dataSource(), Duration.ZERO)) {
      new Rollups(connection, subject, () -> closed.getCount() == 0).update();
      return true;
    } catch (SQLException e) {
      LOG.warn("Queries read {} instead of roll-ups for now: {}", subject.events(), e.getMessage());
      return false;
    }
  }

  private void keep(boolean clockIsSteady) {
    try (Connection connection = Sessions.open(database.dataSource(), Duration.ZERO)) {
      retention.prepare(connection, today());
      retention.index(connection, today());
      if (clockIsSteady) {
        retention.drop(connection, today());
      }
    } catch (SQLException e) {
      LOG.warn("Retention waits for the next hour: {}", e.getMessage());
    }
  }

  /** Ends; a statement under way, or a step of the roll-ups, is finished. */
  @Override
  public void close() {
    closed.countDown();
  }
}
