package monitor.api.query;

import java.time.Instant;
import java.util.Map;
import monitor.api.probe.ProbeResult;

/**
 * A stored round of a probe.
 *
 * @param time of the event
 * @param host who probed
 * @param source source instance
 * @param probe kind of probe
 * @param target as configured
 * @param result what came out
 * @param attributes of the event
 */
public record StoredRound(
    Instant time,
    String host,
    String source,
    String probe,
    String target,
    ProbeResult result,
    Map<String, Object> attributes) {}
