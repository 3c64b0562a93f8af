package monitor.runtime;

import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Payload;
import monitor.api.sink.Sink;

/** Writes down what it gets, a line for each event and each gap, by stream and sequence number. */
final class Texts implements Sink {
  private final SortedMap<String, String> lines = new TreeMap<>();

  @Override
  public synchronized Delivery deliver(Batch batch) {
    BatchHeader header = batch.header();
    if (header.gap() != null) {
      put(header, header.id().firstSequence(), header.id().count() + " lost: " + header.gap());
    }
    batch.forEach((sequence, event) -> put(header, sequence, text(event)));
    return Outcome.ACCEPTED;
  }

  private void put(BatchHeader header, long sequence, String text) {
    lines.put(
        "%s %04d".formatted(header.id().stream(), sequence),
        "%s %s %s".formatted(header.codec(), header.origin(), text));
  }

  private static String text(Event event) {
    Payload payload = event.payload();
    String told =
        payload instanceof LogLine line
            ? "%s %s %s"
                .formatted(
                    HexFormat.of().formatHex(line.body().toByteArray()),
                    line.severity(),
                    line.cut())
            : payload.toString();
    return "%d %s %s".formatted(event.timeNanos(), told, event.attributes());
  }

  synchronized String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach((place, line) -> text.append(place).append(' ').append(line).append('\n'));
    return text.toString();
  }
}
