package monitor.runtime.stream;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.runtime.batch.EventSize;
import monitor.runtime.batch.Nanos;
import monitor.runtime.containment.Admission;
import monitor.runtime.journal.Lane;

/**
 * The emitting side of a stream, shared by all runs of its source: stamps, bounds and queues
 * events. Safe for many threads.
 */
public final class OpenStream {
  /** Largest event in encoded bytes; a longer log line is cut, anything else is dropped. */
  static final int MAX_EVENT_BYTES = 256 << 10;

  private static final int MIN_BODY = 16;

  private final StreamLedger ledger;
  private final StreamBuffer buffer;
  private final StreamSealer sealer;
  private final InstantSource clock;
  private final boolean blocks;

  /** After the last unit of each key that was taken: those that are durable, and what follows. */
  private final Map<String, Position> positions;

  OpenStream(
      StreamLedger ledger,
      StreamBuffer buffer,
      StreamSealer sealer,
      InstantSource clock,
      boolean blocks) {
    this.ledger = ledger;
    this.buffer = buffer;
    this.sealer = sealer;
    this.clock = clock;
    this.blocks = blocks;
    this.positions = new ConcurrentHashMap<>(sealer.positions());
  }

  /** The books of this stream. */
  public StreamLedger ledger() {
    return ledger;
  }

  /** The lane of the journal that it goes through. */
  Lane lane() {
    return sealer.lane();
  }

  /** What waits in its buffer, and how much may. */
  List<Bound> bounds() {
    return buffer.bounds(ledger.name());
  }

  /**
   * Where the next run goes on: behind everything that was taken, durable or on its way there. What
   * is lost on that way by a crash is read again, as the journal then knows older positions.
   */
  public Map<String, Position> positions() {
    return Map.copyOf(positions);
  }

  private void moved(List<Position> after) {
    for (Position position : after) {
      if (position.value() == null) {
        positions.remove(position.key());
      } else {
        positions.put(position.key(), position);
      }
    }
  }

  /** Emits one event under the policy of the stream and the limits of its plugin. */
  public void emit(Event event, Admission admission, BooleanSupplier alive) {
    Event bounded = bounded(stamped(event));
    int size = EventSize.of(bounded);
    if (size > MAX_EVENT_BYTES) {
      buffer.drop(1, Drops.OVERSIZED);
    } else if (blocks) {
      admission.await(1, size);
      buffer.put(bounded, 1, size, alive);
    } else if (!admission.admits(1, size)) {
      buffer.drop(1, Drops.OVER_LIMIT);
    } else if (!buffer.offer(bounded, 1, size)) {
      buffer.drop(1, Drops.BUFFER_FULL);
    }
  }

  /** Emits one event without waiting, if that is within the limits of its plugin. */
  public boolean offer(Event event, Admission admission) {
    Event bounded = bounded(stamped(event));
    int size = EventSize.of(bounded);
    if (size > MAX_EVENT_BYTES) {
      buffer.drop(1, Drops.OVERSIZED);
      return false;
    }
    if (!admission.admits(1, size)) {
      buffer.drop(1, Drops.OVER_LIMIT);
      return false;
    }
    boolean taken = buffer.offer(bounded, 1, size);
    if (!taken) {
      buffer.drop(1, Drops.BUFFER_FULL);
    }
    return taken;
  }

  /** Emits a unit under the policy of the stream and the limits of its plugin. */
  public void emit(
      List<Event> events, List<Position> after, Admission admission, BooleanSupplier alive) {
    Unit unit = unit(events, after, null);
    int count = unit.events().size();
    if (blocks || count == 0) {
      if (count > 0) {
        admission.await(count, unit.bytes());
      }
      if (buffer.put(unit, count, unit.bytes(), alive)) {
        moved(after);
      }
    } else if (!admission.admits(count, unit.bytes())) {
      buffer.drop(count, Drops.OVER_LIMIT);
    } else if (!buffer.offer(unit, count, unit.bytes())) {
      buffer.drop(count, Drops.BUFFER_FULL);
    } else {
      moved(after);
    }
  }

  /** Emits a unit without waiting and says when it is durable. */
  public CompletionStage<Outcome> submit(List<Event> events, Admission admission) {
    CompletableFuture<Outcome> safe = new CompletableFuture<>();
    Unit unit = unit(events, List.of(), safe);
    if (!admission.accepts(unit.events().size(), unit.bytes())) {
      safe.complete(Outcome.retry("the plugin of " + ledger.source() + " is over its limit"));
    } else if (!buffer.offer(unit, unit.events().size(), unit.bytes())) {
      safe.complete(Outcome.retry("the buffer of " + ledger.source() + " is full"));
    }
    return safe;
  }

  private Unit unit(
      List<Event> events,
      List<Position> after,
      @org.jspecify.annotations.Nullable CompletableFuture<Outcome> safe) {
    List<Event> stamped = new ArrayList<>(events.size());
    long bytes = 0;
    for (Event event : events) {
      Event bounded = bounded(stamped(event));
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

  private Event stamped(Event event) {
    if (!event.payload().kind().equals(ledger.kind())) {
      throw new IllegalArgumentException(
          "stream %s takes no events of kind %s".formatted(ledger.name(), event.payload().kind()));
    }
    return event.timeNanos() != 0
        ? event
        : new Event(Nanos.of(clock.instant()), event.payload(), event.attributes());
  }

  private static Event bounded(Event event) {
    if (!(event.payload() instanceof LogLine line) || line.body().length() < MAX_EVENT_BYTES / 2) {
      return event;
    }
    int excess = EventSize.of(event) - MAX_EVENT_BYTES;
    if (excess <= 0) {
      return event;
    }
    int length = Math.max(MIN_BODY, line.body().length() - excess);
    LogLine cut = new LogLine(line.body().truncate(length), line.severity(), true);
    return new Event(event.timeNanos(), cut, event.attributes());
  }
}
