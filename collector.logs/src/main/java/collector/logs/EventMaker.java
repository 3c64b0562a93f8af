package collector.logs;

import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;

/** Makes the event of one record. Used by the thread of the source only. */
final class EventMaker {
  /** The attribute of a record that does not have the format. */
  static final String FAILED = "log.parse.failed";

  /** Bytes an encoded event takes beside its body and attributes, at most. */
  private static final int FRAME = 64;

  private final LineRules rules;
  private int cost;

  EventMaker(LineRules rules) {
    this.rules = rules;
  }

  /** How many bytes the attributes of a file take in each event, at most. */
  static int cost(Attributes attributes) {
    int[] each = {FRAME};
    attributes.forEach(
        (name, value) -> each[0] += 16 + 3 * (name.length() + value.toString().length()));
    return each[0];
  }

  /** How many bytes the last event takes beside the attributes of its file, at most. */
  int lastCost() {
    return cost;
  }

  /** The event of the bytes between two indexes, without their line end. */
  Event event(byte[] block, int from, int to, boolean cut, long timeNanos, Attributes attributes) {
    Text body = rules.encoding().text(block, from, to - from);
    cost = body.length();
    LineFormat format = rules.format();
    if (format == null) {
      return event(timeNanos, body, severity(block, from, to, body), cut, attributes);
    }
    Fields fields = new Fields();
    if (!format.read(body.toString(), fields)) {
      return event(
          timeNanos, body, severity(block, from, to, body), cut, attributes.with(FAILED, true));
    }
    cost += 3 * fields.length() + 16 * fields.size();
    long time = fields.timeNanos() != 0 ? fields.timeNanos() : timeNanos;
    Severity severity =
        fields.severity() == Severity.UNSPECIFIED
            ? severity(block, from, to, body)
            : fields.severity();
    return event(time, body(fields, body), severity, cut, fields.with(attributes));
  }

  private static Event event(
      long timeNanos, Text body, Severity severity, boolean cut, Attributes attributes) {
    return new Event(timeNanos, new LogLine(body, severity, cut), attributes);
  }

  private Text body(Fields fields, Text line) {
    if (rules.bodyField().isEmpty() || !(fields.remove(rules.bodyField()) instanceof String text)) {
      return line;
    }
    return Text.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
  }

  private Severity severity(byte[] block, int from, int to, Text body) {
    if (rules.encoding().unit() == 1) {
      return SeverityWord.of(block, from, to);
    }
    byte[] bytes = body.toByteArray();
    return SeverityWord.of(bytes, 0, bytes.length);
  }
}
