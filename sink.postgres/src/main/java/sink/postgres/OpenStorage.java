package sink.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.sink.SinkContext;
import monitor.api.status.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sink.postgres.read.StoredTelemetry;
import sink.postgres.schema.Durability;
import sink.postgres.schema.Maintenance;
import sink.postgres.server.Database;
import sink.postgres.server.Sessions;
import sink.postgres.write.Condition;
import sink.postgres.write.Storage;

/** Everything that lives while the sink is open. */
final class OpenStorage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStorage.class);
  private static final Duration STATEMENT = Duration.ofSeconds(10);

  private final Condition condition;
  private final Storage storage;
  private final Maintenance maintenance;
  private final StoredTelemetry telemetry;
  private final Surroundings.Publication publication;

  private OpenStorage(
      Settings settings,
      Database database,
      Surroundings surroundings,
      SinkContext context,
      Status well)
      throws SQLException, IOException {
    maintenance = new Maintenance(database, settings.retention(), context.clock());
    maintenance.prepare();
    condition = new Condition(well, context::report);
    storage = new Storage(database, settings.strict(), context.clock(), condition);
    telemetry = new StoredTelemetry(database, settings.queryConnections(), settings.queryTimeout());
    for (int i = 1; i <= Storage.WRITERS; i++) {
      context.fork("sink.postgres-writer-" + i, storage::run);
    }
    context.fork("sink.postgres-maintenance", maintenance::run);
    publication = surroundings.publish(telemetry);
  }

  /**
   * Starts what there is to start, and brings the schema to this version.
   *
   * @throws IOException if the server does not answer or is refused; the message says why
   */
  static OpenStorage open(
      Settings settings, Database database, Surroundings surroundings, SinkContext context)
      throws IOException, InterruptedException {
    database.ensureRunning(text -> {
      LOG.info("PostgreSQL: {}", text);
      context.report(Status.degraded(text));
    });
    try {
      Status well = check(settings, database);
      return new OpenStorage(settings, database, surroundings, context, well);
    } catch (SQLException e) {
      throw new IOException("%s: %s".formatted(database.description(), e.getMessage()), e);
    }
  }

  private static Status check(Settings settings, Database database)
      throws SQLException, IOException {
    try (Connection connection = Sessions.open(database.dataSource(), STATEMENT)) {
      List<String> weaknesses = Durability.weaknesses(connection);
      if (weaknesses.isEmpty()) {
        String version = Sessions.setting(connection, "server_version");
        LOG.info("Storage is {}, version {}.", database.description(), version);
        return Status.OK;
      }
      String reason = "a crash may lose what was accepted: " + String.join(" and ", weaknesses);
      if (settings.strict()) {
        throw new IOException("%s is refused: %s".formatted(database.description(), reason));
      }
      LOG.warn("{}: {}", database.description(), reason);
      return Status.degraded(reason);
    }
  }

  Delivery deliver(Batch batch) throws InterruptedException {
    return storage.deliver(batch);
  }

  Status status() {
    return condition.current();
  }

  @Override
  public void close() throws InterruptedException {
    publication.close();
    telemetry.close();
    maintenance.close();
    storage.close();
  }
}
