package monitor.api.query;

import java.time.Instant;
import monitor.api.event.ProcessObservation;

/**
 * The latest observation of a process.
 *
 * @param time of the observation
 * @param host where it runs
 * @param process what was seen
 */
public record StoredProcess(Instant time, String host, ProcessObservation process) {}
