package sink.postgres.write;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;
import monitor.api.status.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How storage is doing: reported and logged when it changes, not for every batch. Thread-safe. */
public final class Condition {
  private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

  private final Consumer<Status> report;
  private final Status well;
  private Status current;

  /**
   * Begins well.
   *
   * @param well how it is when nothing fails
   * @param report told of every change
   */
  public Condition(Status well, Consumer<Status> report) {
    this.well = well;
    this.report = report;
    this.current = well;
    report.accept(well);
  }

  /** Nothing fails. */
  void works() {
    set(well);
  }

  /**
   * An embedded server is started again; when it works, {@link #works} has to be able to say so.
   *
   * @param progress what is being done, for a person
   */
  void waits(String progress) {
    set(Status.degraded(progress));
  }

  /** How it is. */
  public synchronized Status current() {
    return current;
  }

  private synchronized void set(Status status) {
    if (!status.equals(current)) {
      log(status);
      current = status;
      report.accept(status);
    }
  }

  private void log(Status status) {
    if (status.equals(well)) {
      LOG.info("Storage works again.");
      return;
    }
    if (status.level() == current.level()) {
      return;
    }
    switch (status.level()) {
      case OK, DEGRADED -> LOG.warn("Storage waits: {}", status.reason());
      case FAILED -> LOG.error("Storage needs help: {}", status.reason());
    }
  }

  /** Sets what an error means, and returns its reason. */
  String of(SQLException error) {
    String reason =
        "PostgreSQL: %s: %s (%s)"
            .formatted(SqlState.words(error), message(error), error.getSQLState());
    set(
        SqlState.meaning(error) == SqlState.BROKEN
            ? Status.failed(reason)
            : Status.degraded(reason));
    return reason;
  }

  /** The server's words, without the statement of a failed batch and its values. */
  private static String message(SQLException error) {
    SQLException next = error.getNextException();
    return String.valueOf((next == null ? error : next).getMessage());
  }

  /** The same for an error of ours. */
  String of(RuntimeException error) {
    String reason = "storage failed: " + error;
    set(Status.failed(reason));
    return reason;
  }

  /** The same for an embedded server that does not start, or one that is refused. */
  String of(IOException error) {
    String reason = String.valueOf(error.getMessage());
    set(Status.failed(reason));
    return reason;
  }
}
