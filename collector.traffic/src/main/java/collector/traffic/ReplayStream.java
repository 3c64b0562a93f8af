package collector.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import monitor.api.event.Event;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import org.jspecify.annotations.Nullable;

/**
 * The events of one kind from files that are read one after the other, with how many of a file are
 * durable as the position. Used by one thread.
 */
final class ReplayStream {
  private static final int FORMAT = 1;
  private static final String ALL = "all";

  /** So few that the longest names fit a batch. */
  private static final int UNIT = 50;

  private final EventStream stream;
  private final Map<String, String> positions = new HashMap<>();
  private final List<Event> unit = new ArrayList<>();
  private String key = "";
  private long count;
  private long durable;

  ReplayStream(EventStream stream) {
    this.stream = stream;
    stream.positions().forEach((file, position) -> keep(file, position.value()));
  }

  private void keep(String file, @Nullable String value) {
    if (value != null) {
      positions.put(file, value);
    }
  }

  /** Begins a file; true if all of it was told before. */
  boolean begin(String file) {
    unit.clear();
    key = file;
    count = 0;
    String before = positions.getOrDefault(file, "0");
    durable = before.equals(ALL) ? Long.MAX_VALUE : Long.parseLong(before);
    return before.equals(ALL);
  }

  /** Tells an event, unless it was told before. */
  void add(Event event) {
    if (count++ < durable) {
      return;
    }
    unit.add(event);
    if (unit.size() == UNIT) {
      emit(Long.toString(count));
    }
  }

  private void emit(String position) {
    stream.emit(List.copyOf(unit), new Position(key, FORMAT, position));
    positions.put(key, position);
    unit.clear();
  }

  /** The file has been read. */
  void finish() {
    if (durable != Long.MAX_VALUE) {
      emit(ALL);
    }
  }

  /** Forgets the files that are gone. */
  void forget(Predicate<String> gone) {
    for (String file : positions.keySet().stream().filter(gone).toList()) {
      positions.remove(file);
      stream.emit(List.of(), new Position(file, FORMAT, null));
    }
  }
}
