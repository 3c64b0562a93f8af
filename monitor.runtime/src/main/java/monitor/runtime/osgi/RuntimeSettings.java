package monitor.runtime.osgi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import monitor.api.config.Values;
import monitor.api.delivery.Codec;
import monitor.runtime.Monitor;
import monitor.runtime.MonitorBuilder;

/** Turns the configuration into a builder; reports every problem at once. */
final class RuntimeSettings {
  private final List<String> problems = new ArrayList<>();

  private RuntimeSettings() {}

  static MonitorBuilder builder(Path data, String hostName, RuntimeConfiguration configuration) {
    return new RuntimeSettings().build(data, hostName, configuration);
  }

  private MonitorBuilder build(Path data, String hostName, RuntimeConfiguration c) {
    MonitorBuilder builder = Monitor.builder(data);
    String host = c.host().isBlank() ? hostName : c.host();
    if (!host.isBlank()) {
      builder.host(host);
    }
    builder.agent(c.agent());
    builder.maxEventSources(c.sources_max());
    builder.eventBufferSize(c.buffer_events());
    attempt(c.buffer_bytes(), text -> builder.eventBufferBytes(Values.size("buffer.bytes", text)));
    attempt(c.journal_max$_$size(), text -> journal(builder, text));
    attempt(
        c.journal_free$_$floor(),
        text -> builder.freeFloor(Values.size("journal.free-floor", text)));
    attempt(
        c.journal_max$_$age(),
        text -> builder.journalMaxAge(Values.duration("journal.max-age", text)));
    attempt(c.direct_window(), text -> builder.directWindow(Values.size("direct.window", text)));
    builder.bestEffortEvents(c.best$_$effort_events());
    attempt(
        c.shutdown_timeout(),
        text -> builder.shutdownTimeout(Values.duration("shutdown.timeout", text)));
    attempt(
        c.health_interval(),
        text -> builder.healthCheckInterval(Values.duration("health.interval", text)));
    if (!c.compression().equals("auto")) {
      attempt(c.compression(), text -> builder.codec(codec(text)));
    }
    builder.tags(tags(c.tags()));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return builder;
  }

  private static void journal(MonitorBuilder builder, String text) {
    long half = Values.size("journal.max-size", text) / 2;
    builder.journal(half, half);
  }

  private static Codec codec(String text) {
    try {
      return Codec.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("compression: '" + text + "' is not a codec", e);
    }
  }

  private Map<String, String> tags(String[] texts) {
    Map<String, String> tags = new HashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        problems.add("tags: '" + text + "' is not of the form key=value");
      } else {
        tags.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    return tags;
  }

  private void attempt(String text, Consumer<String> action) {
    try {
      action.accept(text);
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }
}
