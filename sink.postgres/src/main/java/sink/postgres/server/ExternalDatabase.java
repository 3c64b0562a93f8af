package sink.postgres.server;

import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that others run. */
public final class ExternalDatabase implements Database {
  private final PGSimpleDataSource source;

  /** The database at an address. */
  public ExternalDatabase(DatabaseUrl url) {
    source = url.dataSource();
  }

  @Override
  public void ensureRunning(Consumer<String> progress) {
    // Not ours to start.
  }

  @Override
  public DataSource dataSource() {
    return source;
  }

  @Override
  public void stop() {
    // Not ours to stop.
  }

  @Override
  public List<String> stopCommand() {
    return List.of();
  }

  @Override
  public String description() {
    return "PostgreSQL at %s:%d/%s"
        .formatted(
            String.join(",", source.getServerNames()),
            source.getPortNumbers()[0],
            source.getDatabaseName());
  }
}
