package monitor.runtime.stream;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.runtime.batch.EventSize;
import monitor.runtime.batch.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * What a stream makes of the events that it is given: of its kind, with a time, not too large.
 *
 * @param stream its name
 * @param kind of all its events
 * @param clock for events without a time
 */
record Intake(String stream, Kind kind, InstantSource clock) {
  /** Largest event in encoded bytes; a longer log line is cut, anything else is dropped. */
  static final int MAX_EVENT_BYTES = 256 << 10;

  private static final int MIN_BODY = 16;

  /**
   * Events that belong together.
   *
   * @throws IllegalArgumentException if they are more than a batch may hold
   */
  Unit unit(List<Event> events, List<Position> after, @Nullable CompletableFuture<Outcome> safe) {
    List<Event> stamped = new ArrayList<>(events.size());
    long bytes = 0;
    for (Event event : events) {
      Event bounded = bounded(event);
      stamped.add(bounded);
      bytes += EventSize.of(bounded);
    }
    if (stamped.size() > EventStream.MAX_EVENTS || bytes > EventStream.MAX_BYTES) {
      throw new IllegalArgumentException(
          "a unit of %d events and %d bytes is larger than a batch may be (%d events, %d bytes)"
              .formatted(stamped.size(), bytes, EventStream.MAX_EVENTS, EventStream.MAX_BYTES));
    }
    return new Unit(stamped, after, bytes, safe);
  }

  /**
   * The event with its time; a log line that is too long is cut.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  Event bounded(Event event) {
    Event stamped = stamped(event);
    if (!(stamped.payload() instanceof LogLine line)
        || line.body().length() < MAX_EVENT_BYTES / 2) {
      return stamped;
    }
    int excess = EventSize.of(stamped) - MAX_EVENT_BYTES;
    if (excess <= 0) {
      return stamped;
    }
    int length = Math.max(MIN_BODY, line.body().length() - excess);
    LogLine cut = new LogLine(line.body().truncate(length), line.severity(), true);
    return new Event(stamped.timeNanos(), cut, stamped.attributes());
  }

  private Event stamped(Event event) {
    if (!event.payload().kind().equals(kind)) {
      throw new IllegalArgumentException(
          "stream %s takes no events of kind %s".formatted(stream, event.payload().kind()));
    }
    return event.timeNanos() != 0
        ? event
        : new Event(Nanos.of(clock.instant()), event.payload(), event.attributes());
  }
}
