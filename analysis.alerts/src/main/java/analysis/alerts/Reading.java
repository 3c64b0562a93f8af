package analysis.alerts;

import java.util.TreeMap;
import monitor.api.delivery.BatchHeader;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Sample;
import monitor.api.event.Series;

/**
 * A sample, and where it is from.
 *
 * @param host where it was measured: what its attributes name goes before the host of its stream
 * @param series as the source names it
 * @param attributes of the series and of the event, without the host
 * @param mark its place
 * @param timeNanos when, nanoseconds since 1970
 * @param value in the unit of the series
 */
record Reading(
    String host, Series series, Attributes attributes, Mark mark, long timeNanos, double value) {
  private static final String HOST = "host.name";

  static Reading of(BatchHeader header, long sequence, Event event, Sample sample) {
    Attributes attributes = sample.series().attributes();
    for (var more : event.attributes().asMap().entrySet()) {
      attributes = attributes.with(more.getKey(), more.getValue());
    }
    String host = header.origin().host();
    if (attributes.get(HOST) instanceof String named) {
      host = named;
      TreeMap<String, Object> others = new TreeMap<>(attributes.asMap());
      others.remove(HOST);
      attributes = Attributes.of(others);
    }
    return new Reading(
        host,
        sample.series(),
        attributes,
        Mark.of(header.id(), sequence),
        event.timeNanos(),
        sample.value());
  }

  /** What a rule watches by it. */
  Watch.Subject subject(String rule) {
    return new Watch.Subject(rule, host, series.name(), series.unit(), attributes);
  }
}
