package monitor.cli.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A plugin between two looks. The names of the components are those of the JSON, and stay.
 *
 * @param name symbolic name
 * @param state of the plugin; {@code core} for a part of the platform
 * @param eventsPerSecond emitted by its sources and delivered to its sinks
 * @param bytesPerSecond encoded, of its sources
 * @param cpu share of one processor, 1 is all of it
 * @param allocatedBytesPerSecond heap
 * @param backlog events that wait for it or in it
 * @param dropped events so far
 * @param droppedPerSecond events between the two looks
 */
record TopRow(
    String name,
    String state,
    double eventsPerSecond,
    double bytesPerSecond,
    double cpu,
    double allocatedBytesPerSecond,
    long backlog,
    long dropped,
    double droppedPerSecond) {
  /** What rows are sorted by, the most first. */
  enum Column {
    events(TopRow::eventsPerSecond),
    bytes(TopRow::bytesPerSecond),
    cpu(TopRow::cpu),
    alloc(TopRow::allocatedBytesPerSecond),
    backlog(TopRow::backlog),
    dropped(TopRow::dropped),
    name(row -> 0);

    @SuppressWarnings("ImmutableEnumChecker") // A method reference without state.
    private final ToDoubleFunction<TopRow> value;

    Column(ToDoubleFunction<TopRow> value) {
      this.value = value;
    }

    double of(TopRow row) {
      return value.applyAsDouble(row);
    }
  }

  /** A plugin that was restarted counts from nothing: what it used is never less than that. */
  static TopRow of(String name, TopLook.Totals before, TopLook.Totals now, double seconds) {
    return new TopRow(
        name,
        now.state(),
        now.events(),
        now.bytes(),
        growth(before.cpuSeconds(), now.cpuSeconds()) / seconds,
        growth(before.allocated(), now.allocated()) / seconds,
        now.backlog(),
        now.dropped(),
        growth(before.dropped(), now.dropped()) / seconds);
  }

  private static double growth(double before, double now) {
    return now < before ? now : now - before;
  }

  ObjectNode json() {
    return new ObjectMapper().valueToTree(this);
  }

  String[] cells() {
    return new String[] {
      name,
      state,
      "%.1f".formatted(eventsPerSecond),
      size(bytesPerSecond),
      "%.1f %%".formatted(cpu * 100),
      size(allocatedBytesPerSecond),
      "%,d".formatted(backlog),
      "%,d".formatted(dropped)
    };
  }

  private static String size(double bytes) {
    double value = bytes;
    for (String unit : new String[] {"B", "KiB", "MiB"}) {
      if (value < 1024) {
        return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", value, unit);
      }
      value /= 1024;
    }
    return String.format(Locale.ROOT, "%.1f GiB", value);
  }
}
