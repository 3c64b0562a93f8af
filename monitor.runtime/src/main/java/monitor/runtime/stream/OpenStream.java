package monitor.runtime.stream;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.source.Position;
import monitor.runtime.batch.EventSize;
import monitor.runtime.containment.Admission;
import monitor.runtime.journal.Lane;

/**
 * The emitting side of a stream, shared by all runs of its source: stamps, bounds and queues
 * events. Safe for many threads.
 */
public final class OpenStream {
  private final StreamLedger ledger;
  private final StreamBuffer buffer;
  private final StreamSealer sealer;
  private final Intake intake;
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
    this.intake = new Intake(ledger.name(), ledger.kind(), clock);
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

  /**
   * Emits one event under the policy of the stream and the limits of its plugin; false if it was
   * neither taken nor dropped, as the run ended or the thread was interrupted while it waited.
   */
  public boolean emit(Event event, Admission admission, BooleanSupplier alive) {
    Event bounded = intake.bounded(event);
    int size = EventSize.of(bounded);
    if (size > Intake.MAX_EVENT_BYTES) {
      buffer.drop(1, Drops.OVERSIZED);
    } else if (blocks) {
      admission.await(1, size);
      return buffer.put(bounded, 1, size, alive);
    } else if (!admission.admits(1, size)) {
      buffer.drop(1, Drops.OVER_LIMIT);
    } else if (!buffer.offer(bounded, 1, size)) {
      buffer.drop(1, Drops.BUFFER_FULL);
    }
    return true;
  }

  /** Emits one event without waiting, if that is within the limits of its plugin. */
  public boolean offer(Event event, Admission admission) {
    Event bounded = intake.bounded(event);
    int size = EventSize.of(bounded);
    if (size > Intake.MAX_EVENT_BYTES) {
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

  /**
   * Emits a unit under the policy of the stream and the limits of its plugin; false if it was
   * neither taken nor dropped, as the run ended or the thread was interrupted while it waited.
   */
  public boolean emit(
      List<Event> events, List<Position> after, Admission admission, BooleanSupplier alive) {
    Unit unit = intake.unit(events, after, null);
    int count = unit.events().size();
    if (blocks || count == 0) {
      if (count > 0) {
        admission.await(count, unit.bytes());
      }
      if (!buffer.put(unit, count, unit.bytes(), alive)) {
        return false;
      }
      moved(after);
    } else if (!admission.admits(count, unit.bytes())) {
      buffer.drop(count, Drops.OVER_LIMIT);
    } else if (!buffer.offer(unit, count, unit.bytes())) {
      buffer.drop(count, Drops.BUFFER_FULL);
    } else {
      moved(after);
    }
    return true;
  }

  /** Emits a unit without waiting and says when it is durable. */
  public CompletionStage<Outcome> submit(List<Event> events, Admission admission) {
    CompletableFuture<Outcome> safe = new CompletableFuture<>();
    Unit unit = intake.unit(events, List.of(), safe);
    if (!admission.accepts(unit.events().size(), unit.bytes())) {
      safe.complete(Outcome.retry("the plugin of " + ledger.source() + " is over its limit"));
    } else if (!buffer.offer(unit, unit.events().size(), unit.bytes())) {
      safe.complete(Outcome.retry("the buffer of " + ledger.source() + " is full"));
    }
    return safe;
  }
}
