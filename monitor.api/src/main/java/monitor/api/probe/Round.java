package monitor.api.probe;

import monitor.api.event.Attributes;

/**
 * What came of one round.
 *
 * @param result of it
 * @param details more about it: attributes of the event that it becomes
 */
public record Round(ProbeResult result, Attributes details) {}
