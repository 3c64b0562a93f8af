package monitor.api.operation;

import java.util.List;
import java.util.Map;
import monitor.api.capability.Grant;

/**
 * A source or sink as it is now.
 *
 * @param name instance name
 * @param type {@code source} or {@code sink}
 * @param bundle symbolic name of its bundle; empty outside OSGi
 * @param state how it is
 * @param reason why it is not active; empty if it is
 * @param grant negotiated capabilities
 * @param kinds kinds it emits or accepts
 * @param routedTo names of the components at the other end of its routes
 * @param notRouted why not, by name of the component at the other end
 * @param eventsPerSecond rate over the last seconds
 * @param bytesPerSecond encoded bytes over the last seconds
 * @param events total since the epoch began
 * @param backlog events waiting: in its buffer for a source, in the journal for a sink
 * @param errors failures since it was first seen
 * @param restarts restarts since it was first seen
 * @param dropped events dropped, by reason
 * @param cost what it uses
 * @param essential for a sink: whether the journal keeps events for it
 */
public record ComponentView(
    String name,
    String type,
    String bundle,
    ComponentState state,
    String reason,
    Grant grant,
    List<String> kinds,
    List<String> routedTo,
    Map<String, String> notRouted,
    double eventsPerSecond,
    double bytesPerSecond,
    long events,
    long backlog,
    long errors,
    long restarts,
    Map<String, Long> dropped,
    Cost cost,
    boolean essential) {}
