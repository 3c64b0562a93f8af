package monitor.rest.stream;

import java.time.Instant;
import java.util.Map;
import monitor.api.delivery.BatchHeader;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Payload;
import monitor.api.event.Probed;
import monitor.api.event.Sample;
import monitor.api.query.StoredRound;
import monitor.rest.http.Json;
import monitor.rest.views.RoundShape;
import monitor.rest.views.Times;

/** Live events, as the stream writes them. */
final class EventShape {
  private record Line(
      Instant time,
      String host,
      String source,
      String severity,
      String body,
      Map<String, Object> attributes,
      long sequence) {}

  private record Point(
      Instant time,
      String name,
      String host,
      String source,
      String unit,
      Map<String, Object> attributes,
      double value) {}

  private record Tapped(
      Instant time,
      String kind,
      String host,
      String source,
      long sequence,
      Map<String, Object> attributes,
      Object payload) {}

  private EventShape() {}

  /** A log line. */
  static Item line(BatchHeader header, long sequence, Event event, LogLine line) {
    Line shape =
        new Line(
            Times.ofNanos(event.timeNanos()),
            header.origin().host(),
            header.origin().source(),
            severity(line),
            line.body().toString(),
            event.attributes().asMap(),
            sequence);
    return new Item(shape.source(), "", Json.write(shape));
  }

  private static String severity(LogLine line) {
    return line.severity().name();
  }

  /** A sample. */
  static Item sample(BatchHeader header, Event event, Sample sample) {
    Point shape =
        new Point(
            Times.ofNanos(event.timeNanos()),
            sample.series().name(),
            header.origin().host(),
            header.origin().source(),
            sample.series().unit(),
            sample.series().attributes().asMap(),
            sample.value());
    return new Item(shape.source(), shape.name(), Json.write(shape));
  }

  /** A round of a probe. */
  static Item round(BatchHeader header, Event event, Probed probed) {
    StoredRound round =
        new StoredRound(
            Times.ofNanos(event.timeNanos()),
            header.origin().host(),
            header.origin().source(),
            probed.probe(),
            probed.target(),
            probed.result(),
            event.attributes().asMap());
    return new Item(round.source(), "", Json.write(RoundShape.of(round)));
  }

  /** Any event. */
  static Item tapped(BatchHeader header, long sequence, Event event) {
    Tapped shape =
        new Tapped(
            Times.ofNanos(event.timeNanos()),
            header.kind().name(),
            header.origin().host(),
            header.origin().source(),
            sequence,
            event.attributes().asMap(),
            payload(event.payload()));
    return new Item(shape.source(), "", Json.write(shape));
  }

  private static Object payload(Payload payload) {
    return switch (payload) {
      case LogLine line ->
          Map.of("body", line.body().toString(), "severity", severity(line), "cut", line.cut());
      case Sample sample ->
          Map.of(
              "name", sample.series().name(),
              "unit", sample.series().unit(),
              "attributes", sample.series().attributes().asMap(),
              "value", sample.value());
      case Probed probed ->
          Map.of("probe", probed.probe(), "target", probed.target(), "result", probed.result());
      case monitor.api.event.Custom custom -> Map.of();
      default -> payload;
    };
  }
}
