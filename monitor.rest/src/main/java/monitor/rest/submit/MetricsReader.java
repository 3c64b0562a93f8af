package monitor.rest.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Series;
import monitor.rest.http.Problem;
import monitor.rest.query.TimeRange;
import monitor.rest.views.Times;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST metrics}, and finds everything that is wrong with it at once. */
final class MetricsReader {
  /** Unit of metrics that say none. */
  static final String NO_UNIT = "1";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,199}");
  private static final String TIMESTAMP = "timestamp";
  private static final String HOST = "host";
  private static final String METRICS = "metrics";
  private static final int MAX_FAULTS = 50;

  private final List<Event> events = new ArrayList<>();
  private final List<Problem.Fault> faults = new ArrayList<>();
  private final Instant received;

  private MetricsReader(Instant received) {
    this.received = received;
  }

  /**
   * The events of a body.
   *
   * @param received time of those without a timestamp
   * @throws Problem 400 naming each wrong field
   */
  static List<Event> read(JsonNode body, Instant received) {
    MetricsReader reader = new MetricsReader(received);
    reader.body(body);
    if (!reader.faults.isEmpty()) {
      throw Problem.invalid(reader.faults.subList(0, Math.min(MAX_FAULTS, reader.faults.size())))
          .hint("GET /api/v1/openapi.json describes the shapes.");
    }
    return reader.events;
  }

  private void body(JsonNode body) {
    if (!body.isArray()) {
      one("", body);
    } else if (body.isEmpty()) {
      fault("(body)", "is an empty array");
    }
    for (int i = 0; body.isArray() && i < body.size(); i++) {
      one("[" + i + "].", body.get(i));
    }
  }

  private void one(String path, JsonNode node) {
    if (!node.isObject()) {
      fault(path.isEmpty() ? "(body)" : path.substring(0, path.length() - 1), "is not an object");
      return;
    }
    long time = time(path, node.get(TIMESTAMP));
    Attributes host = host(path, node.get(HOST));
    if (node.has(METRICS)) {
      named(path, node, time, host);
    } else {
      flat(path, node, time, host);
    }
  }

  private long time(String path, @Nullable JsonNode node) {
    Instant instant = received;
    if (node != null) {
      instant =
          node.isTextual() ? TimeRange.rfc3339(node.textValue()).orElse(Instant.MIN) : Instant.MIN;
    }
    try {
      long nanos = Times.toNanos(instant);
      if (nanos > 0) {
        return nanos;
      }
    } catch (ArithmeticException e) {
      // Said below.
    }
    fault(path + TIMESTAMP, "has to be RFC 3339 such as 2026-07-20T12:34:56Z, from 1970 to 2262");
    return 1;
  }

  private Attributes host(String path, @Nullable JsonNode node) {
    if (node == null) {
      return Attributes.EMPTY;
    }
    if (!node.isTextual() || node.textValue().isBlank() || !Texts.storable(node.textValue(), 253)) {
      fault(path + HOST, "has to be the name of a host");
      return Attributes.EMPTY;
    }
    return Attributes.of("host.name", node.textValue());
  }

  private void flat(String path, JsonNode node, long time, Attributes host) {
    int before = events.size();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      if (name.equals(TIMESTAMP) || name.equals(HOST)) {
        continue;
      }
      if (checkName(path + name, name) && checkValue(path + name, field.getValue())) {
        events.add(
            Series.gauge(name, NO_UNIT).with(host).sample(time, field.getValue().doubleValue()));
      }
    }
    if (events.size() == before && faults.isEmpty()) {
      fault(path.isEmpty() ? "(body)" : path.substring(0, path.length() - 1), "has no metric");
    }
  }

  private void named(String path, JsonNode node, long time, Attributes host) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!List.of(TIMESTAMP, HOST, METRICS).contains(field.getKey())) {
        fault(path + field.getKey(), "is not a field beside 'metrics'");
      }
    }
    JsonNode metrics = node.get(METRICS);
    if (!metrics.isArray() || metrics.isEmpty()) {
      fault(path + METRICS, "has to be an array with at least one metric");
      return;
    }
    for (int i = 0; i < metrics.size(); i++) {
      MetricReader.read(path + METRICS + "[" + i + "].", metrics.get(i), time, host, this);
    }
  }

  /** Notes what is wrong with a field. */
  void fault(String field, String message) {
    String shown = field.length() > 200 ? field.substring(0, 200) + "…" : field;
    faults.add(new Problem.Fault(shown, message));
  }

  /** Takes an event. */
  void take(Event event) {
    events.add(event);
  }

  /** Whether this is the name of a metric; else it is noted. */
  boolean checkName(String path, String name) {
    if (NAME.matcher(name).matches()) {
      return true;
    }
    fault(path, "has to be a name of letters, digits, '_', '.', '/', '-', beginning with a letter");
    return false;
  }

  /** Whether this is a number that a sample can have; else it is noted. */
  boolean checkValue(String path, @Nullable JsonNode value) {
    if (value != null && value.isNumber() && Double.isFinite(value.doubleValue())) {
      return true;
    }
    fault(path, "has to be a finite number");
    return false;
  }
}
