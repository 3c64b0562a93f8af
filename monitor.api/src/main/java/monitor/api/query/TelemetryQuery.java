package monitor.api.query;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads what was stored. May be called from any thread and blocks until the answer is there;
 * bounded by a time-out of the storage.
 */
@ProviderType
public interface TelemetryQuery {
  /**
   * Points of series, at most 11,000 a series; by name and host, and of one name those with the
   * fewest attributes first: what is the whole comes before its parts.
   *
   * @param step width of the buckets to reduce the points to; null for the points as stored
   * @throws QueryException if storage cannot answer
   * @throws IllegalArgumentException if more series match than one answer holds
   */
  List<SeriesPoints> history(SeriesFilter filter, Period period, @Nullable Duration step)
      throws QueryException;

  /**
   * Statistics of series.
   *
   * @throws QueryException if storage cannot answer
   * @throws IllegalArgumentException if more series match than one answer holds
   */
  List<SeriesStatistics> statistics(SeriesFilter filter, Period period) throws QueryException;

  /**
   * Which series have points in a period, by name and host.
   *
   * @param limit most series of the page
   * @param cursor of the page before; null for the first page
   * @throws QueryException if storage cannot answer
   * @throws IllegalArgumentException if the cursor is not one of ours
   */
  SeriesPage series(SeriesFilter filter, Period period, int limit, @Nullable String cursor)
      throws QueryException;

  /**
   * Log lines.
   *
   * @throws QueryException if storage cannot answer
   * @throws IllegalArgumentException if the cursor is not one of ours
   */
  LogPage logs(LogFilter filter) throws QueryException;

  /**
   * Rounds of probes, the latest first.
   *
   * @throws QueryException if storage cannot answer
   * @throws IllegalArgumentException if the cursor is not one of ours
   */
  RoundPage reachability(ProbeFilter filter) throws QueryException;

  /**
   * The processes in the latest observation of each host, the busiest first.
   *
   * @param scope which hosts
   * @param limit most processes
   * @throws QueryException if storage cannot answer
   */
  List<StoredProcess> processes(Scope scope, int limit) throws QueryException;

  /**
   * Network traffic.
   *
   * @param scope which hosts
   * @param limit most of each: talkers, protocols, flows
   * @throws QueryException if storage cannot answer
   */
  StoredTraffic traffic(Period period, Scope scope, int limit) throws QueryException;

  /**
   * The hosts whose batches are still known, with the agents that sent them, by agent and host.
   *
   * @throws QueryException if storage cannot answer
   */
  List<StoredHost> hosts() throws QueryException;
}
