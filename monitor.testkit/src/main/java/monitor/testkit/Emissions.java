package monitor.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import monitor.api.event.Kind;
import monitor.api.source.Position;

/** What a source emitted, over all its runs: a bounded buffer in front of a journal in memory. */
final class Emissions {
  private final Signal signal;
  private final Deque<Unit> buffer = new ArrayDeque<>();
  private final List<Unit> journal = new ArrayList<>();
  private final Map<Kind, Map<String, Position>> positions = new HashMap<>();
  private int durable;
  private int buffered;
  private int limit = Integer.MAX_VALUE;
  private long dropped;

  Emissions(Signal signal) {
    this.signal = signal;
  }

  /** From now on units stay in the buffer, which holds so many events, until they are drained. */
  void limit(int events) {
    signal.change(() -> limit = events);
  }

  /**
   * Waits for room and takes the unit; false if the run ended first, the unit is then forgotten.
   */
  boolean await(Unit unit, BooleanSupplier over) throws InterruptedException {
    synchronized (signal) {
      signal.await(() -> over.getAsBoolean() || hasRoom(unit));
      return !over.getAsBoolean() && take(unit);
    }
  }

  /** Takes the unit if there is room, else counts its events as dropped. */
  boolean offer(Unit unit) {
    synchronized (signal) {
      if (hasRoom(unit)) {
        return take(unit);
      }
      signal.change(() -> dropped += unit.events().size());
      return false;
    }
  }

  private boolean hasRoom(Unit unit) {
    return buffer.isEmpty() || buffered + unit.events().size() <= limit;
  }

  private boolean take(Unit unit) {
    signal.change(() -> {
      buffer.add(unit);
      buffered += unit.events().size();
      if (limit == Integer.MAX_VALUE) {
        drain();
      }
    });
    return true;
  }

  /** Moves everything from the buffer to the journal: it is durable now. */
  void drain() {
    signal.change(() -> {
      buffer.forEach(this::write);
      discard();
    });
  }

  /** Forgets what is not durable, as a crash does. */
  void discard() {
    signal.change(() -> {
      buffer.clear();
      buffered = 0;
    });
  }

  private void write(Unit unit) {
    journal.add(unit);
    durable += unit.events().size();
    Map<String, Position> places = positions.computeIfAbsent(unit.kind(), kind -> new HashMap<>());
    for (Position position : unit.after()) {
      if (position.value() == null) {
        places.remove(position.key());
      } else {
        places.put(position.key(), position);
      }
    }
  }

  List<Unit> units() {
    synchronized (signal) {
      return List.copyOf(journal);
    }
  }

  Map<String, Position> positions(Kind kind) {
    synchronized (signal) {
      return Map.copyOf(positions.getOrDefault(kind, Map.of()));
    }
  }

  void position(Kind kind, Position position) {
    signal.change(() -> write(new Unit(kind, List.of(), List.of(position))));
  }

  /** Events of all durable units. */
  int durable() {
    synchronized (signal) {
      return durable;
    }
  }

  int buffered() {
    synchronized (signal) {
      return buffered;
    }
  }

  long dropped() {
    synchronized (signal) {
      return dropped;
    }
  }
}
