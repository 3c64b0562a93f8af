package monitor.runtime.stream;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.source.Position;
import org.jspecify.annotations.Nullable;

/**
 * Events that must become durable together.
 *
 * @param events in order, all with their time
 * @param positions after them
 * @param bytes what they take at most when encoded
 * @param safe completed when they are durable; null if nobody asks
 */
record Unit(
    List<Event> events,
    List<Position> positions,
    long bytes,
    @Nullable CompletableFuture<Outcome> safe) {}
