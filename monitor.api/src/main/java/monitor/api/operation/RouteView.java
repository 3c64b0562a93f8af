package monitor.api.operation;

/**
 * A route as it is now.
 *
 * @param source instance name
 * @param sink instance name
 * @param balance where its events are
 * @param eventsPerSecond accepted by the sink over the last seconds
 * @param oldestSeconds the oldest event that the sink has not accepted waits at most so long; 0 if
 *     none waits
 * @param reason why it stands still, such as the sink's retry; empty if it does not
 */
public record RouteView(
    String source,
    String sink,
    Balance balance,
    double eventsPerSecond,
    double oldestSeconds,
    String reason) {}
