package monitor.api.operation;

/**
 * What the sources of one plugin may emit together, and what that has cost it.
 *
 * @param plugin symbolic name of its bundle; name of the source outside OSGi
 * @param eventsPerSecond most events a second; 0 for no limit
 * @param bytesPerSecond most bytes a second before compression; 0 for no limit
 * @param droppedEvents events over the limit that were dropped since the process started
 * @param heldBackSeconds how long its threads were made to wait instead, added up
 */
public record PluginLimit(
    String plugin,
    long eventsPerSecond,
    long bytesPerSecond,
    long droppedEvents,
    double heldBackSeconds) {}
