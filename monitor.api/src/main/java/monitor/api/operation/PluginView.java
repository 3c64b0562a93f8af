package monitor.api.operation;

import java.util.List;
import java.util.Map;
import monitor.api.capability.Grant;

/**
 * A plugin as it is now.
 *
 * @param name symbolic name
 * @param version of its bundle
 * @param state {@code active}, {@code degraded}, {@code inactive}, {@code failed}, {@code
 *     quarantined}, {@code disabled} or {@code unresolved}
 * @param reason why it is not active; empty if it is
 * @param provides its sources, sinks and probes by instance name
 * @param grant capabilities of all of them together
 * @param eventsPerSecond {@code in} and {@code out}
 * @param cost what it uses
 * @param pinned whether upgrades are refused
 * @param bundled whether it came with the distribution
 * @param description from its manifest
 */
public record PluginView(
    String name,
    String version,
    String state,
    String reason,
    List<String> provides,
    Grant grant,
    Map<String, Double> eventsPerSecond,
    Cost cost,
    boolean pinned,
    boolean bundled,
    String description) {}
