package sink.postgres.read;

import java.time.Duration;
import java.util.List;
import monitor.api.query.LogFilter;
import monitor.api.query.LogPage;
import monitor.api.query.Period;
import monitor.api.query.ProbeFilter;
import monitor.api.query.QueryException;
import monitor.api.query.RoundPage;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPage;
import monitor.api.query.SeriesPoints;
import monitor.api.query.SeriesStatistics;
import monitor.api.query.StoredHost;
import monitor.api.query.StoredProcess;
import monitor.api.query.StoredTraffic;
import monitor.api.query.TelemetryQuery;
import org.jspecify.annotations.Nullable;
import sink.postgres.server.Database;

/** Answers queries from the database, over connections of its own. Thread-safe. */
public final class StoredTelemetry implements TelemetryQuery, AutoCloseable {
  private final ReadPool pool;

  /**
   * Connects when it is first asked.
   *
   * @param connections most queries at once; more wait a few seconds
   * @param timeout longest time of one query
   */
  public StoredTelemetry(Database database, int connections, Duration timeout) {
    pool = new ReadPool(database, connections, timeout);
  }

  @Override
  public List<SeriesPoints> history(SeriesFilter filter, Period period, @Nullable Duration step)
      throws QueryException {
    return pool.snapshot(connection -> new HistoryQuery(connection).run(filter, period, step));
  }

  @Override
  public List<SeriesStatistics> statistics(SeriesFilter filter, Period period)
      throws QueryException {
    return pool.query(connection -> new StatisticsQuery(connection).run(filter, period));
  }

  @Override
  public SeriesPage series(SeriesFilter filter, Period period, int limit, @Nullable String cursor)
      throws QueryException {
    return pool.snapshot(
        connection -> new SeriesQuery(connection).run(filter, period, limit, cursor));
  }

  @Override
  public LogPage logs(LogFilter filter) throws QueryException {
    return pool.query(connection -> new LogQuery(connection).run(filter));
  }

  @Override
  public RoundPage reachability(ProbeFilter filter) throws QueryException {
    return pool.query(connection -> new ProbeQuery(connection).run(filter));
  }

  @Override
  public List<StoredProcess> processes(Scope scope, int limit) throws QueryException {
    return pool.query(connection -> new ProcessQuery(connection).run(scope, limit));
  }

  @Override
  public StoredTraffic traffic(Period period, Scope scope, int limit) throws QueryException {
    return pool.snapshot(
        connection -> new TrafficQuery(TrafficSource.of(connection, period, scope), limit).run());
  }

  @Override
  public List<StoredHost> hosts() throws QueryException {
    return pool.query(connection -> new HostQuery(connection).run());
  }

  /** Closes the connections; queries under way fail. */
  @Override
  public void close() {
    pool.close();
  }
}
