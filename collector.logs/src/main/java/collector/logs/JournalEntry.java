package collector.logs;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the journal.
 *
 * @param fields the first value of each field, byte for byte; long ones are cut
 * @param cut whether the message was cut
 * @param bytes how much memory the values take
 */
record JournalEntry(Map<String, byte[]> fields, boolean cut, int bytes) {
  /** Fields and the attributes they become. */
  static final Map<String, String> NAMES =
      Map.of(
          "_SYSTEMD_UNIT", "systemd.unit",
          "SYSLOG_IDENTIFIER", "syslog.identifier",
          "_PID", "process.pid",
          "_COMM", "process.executable.name",
          "_UID", "user.id",
          "_TRANSPORT", "journal.transport",
          "MESSAGE_ID", "journal.message_id",
          "_BOOT_ID", "journal.boot_id");

  private static final Severity[] SEVERITIES = {
    Severity.FATAL,
    Severity.FATAL,
    Severity.FATAL,
    Severity.ERROR,
    Severity.WARN,
    Severity.INFO,
    Severity.INFO,
    Severity.DEBUG
  };

  /** Where it is; null if journalctl did not say. */
  @Nullable JournalCursor cursor() {
    String text = text("__CURSOR");
    return text == null ? null : new JournalCursor(text);
  }

  private @Nullable String text(String field) {
    byte[] value = fields.get(field);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** As an event. */
  Event event() {
    byte[] message = fields.getOrDefault("MESSAGE", new byte[0]);
    Text body = Text.slice(message, 0, message.length);
    return new Event(timeNanos(), new LogLine(body, severity(), cut), attributes());
  }

  /** The time at which the journal received it; 0 (now) if that is missing or absurd. */
  private long timeNanos() {
    String micros = text("__REALTIME_TIMESTAMP");
    try {
      return micros == null ? 0 : Math.multiplyExact(Long.parseLong(micros), 1_000L);
    } catch (ArithmeticException | NumberFormatException e) {
      return 0;
    }
  }

  private Severity severity() {
    byte[] priority = fields.get("PRIORITY");
    return priority != null && priority.length == 1 && priority[0] >= '0' && priority[0] <= '7'
        ? SEVERITIES[priority[0] - '0']
        : Severity.UNSPECIFIED;
  }

  private Attributes attributes() {
    Map<String, Object> values = new TreeMap<>();
    fields.forEach((field, value) -> {
      if (!field.startsWith("__") && !field.equals("MESSAGE") && !field.equals("PRIORITY")) {
        String name = NAMES.getOrDefault(field, "journal." + field.toLowerCase(Locale.ROOT));
        values.put(name, new String(value, StandardCharsets.UTF_8));
      }
    });
    return Attributes.of(values);
  }
}
