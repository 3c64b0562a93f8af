package monitor.api.source;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The events of one source and one kind, in order. Every event gets the next sequence number when
 * it is emitted, also one that is then dropped. All methods may be called from any thread.
 */
@ProviderType
public interface EventStream {
  /** Most events in a unit, and in a batch: a constant of the first version of the batch format. */
  int MAX_EVENTS = 8192;

  /** Most encoded bytes in a unit, and in a batch, before compression. */
  int MAX_BYTES = 1 << 20;

  /**
   * Emits one event. When the buffer is full it waits under the overflow policy {@code BLOCK} and
   * else drops and counts.
   *
   * @throws IllegalStateException if the run is over, or if the thread was interrupted while it
   *     waited: the event was not taken
   */
  void emit(Event event);

  /**
   * Emits one event without ever waiting; false if the buffer was full: it is counted as dropped.
   */
  boolean offer(Event event);

  /**
   * Emits events that belong together: they become durable at once, in one batch, in the same write
   * as the positions after them, so that no crash can part them. Waits for room as {@link
   * #emit(Event)}. An empty list moves the positions alone. A unit that is larger than a batch may
   * be ({@link #MAX_EVENTS}, {@link #MAX_BYTES}) is refused.
   *
   * @throws IllegalArgumentException if the unit is too large
   * @throws IllegalStateException if the run is over, or if the thread was interrupted while it
   *     waited: nothing was taken and no position moved
   */
  void emit(List<Event> unit, Position... after);

  /**
   * Emits events that belong together and says when they are safe: on disk, or for a direct route
   * accepted by every essential sink. Never waits: without room it completes with {@link
   * Outcome.Retry}. What hangs on it may wait: it runs on a thread of its own, or on the caller's
   * where the outcome is known at once.
   */
  CompletionStage<Outcome> submit(List<Event> events);

  /** The durable positions by key, as of the start of the run. */
  Map<String, Position> positions();
}
