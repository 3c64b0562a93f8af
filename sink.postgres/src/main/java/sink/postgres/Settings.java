package sink.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import monitor.api.config.Values;
import org.jspecify.annotations.Nullable;
import sink.postgres.schema.Retention;
import sink.postgres.schema.Rollup;
import sink.postgres.server.DatabaseUrl;

/**
 * The checked configuration.
 *
 * @param url address of the database; empty for the embedded server
 * @param retention how long what is kept
 * @param queryTimeout longest time of a query
 * @param queryConnections most queries at once
 * @param strict whether a server that may forget what it has committed is refused
 */
record Settings(
    Optional<DatabaseUrl> url,
    Retention retention,
    Duration queryTimeout,
    int queryConnections,
    boolean strict) {
  private static final Duration DAY = Duration.ofDays(1);

  /** What has a retention of its own, and its table. */
  private static final Map<String, String> TABLES =
      Map.of(
          "sample", "samples",
          "log", "logs",
          "process", "processes",
          "probe", "probes",
          "minute", Rollup.MINUTE.table(),
          "hour", Rollup.HOUR.table());

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException with every problem, each naming its key
   */
  static Settings of(PostgresConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    DatabaseUrl url = null;
    if (!configuration.url().isBlank()) {
      url = value(problems, () -> DatabaseUrl.parse(configuration.url().strip()));
    }
    if (url != null) {
      url = url.withLogin(filled(configuration.user()), filled(configuration._password()));
    }
    Duration events = duration(problems, "retention", configuration.retention(), DAY);
    Duration batches =
        duration(problems, "batch-retention", configuration.batch$_$retention(), DAY);
    Map<String, Duration> tables = tables(problems, configuration);
    Duration timeout =
        duration(
            problems, "query-timeout", configuration.query$_$timeout(), Duration.ofMillis(100));
    int connections = configuration.query$_$connections();
    if (connections < 1 || connections > 50) {
      problems.add("query-connections: %d is not between 1 and 50".formatted(connections));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("sink.postgres: " + String.join("; ", problems));
    }
    boolean strict = configuration.durability() == PostgresConfiguration.Durable.strict;
    return new Settings(
        Optional.ofNullable(url),
        new Retention(events, tables, batches),
        timeout,
        connections,
        strict);
  }

  private static Map<String, Duration> tables(
      List<String> problems, PostgresConfiguration configuration) {
    Map<String, Duration> tables = new HashMap<>();
    BiConsumer<String, String> add =
        (key, text) -> {
          if (!text.isBlank()) {
            tables.put(
                Objects.requireNonNull(TABLES.get(key)),
                duration(problems, key + "-retention", text, DAY));
          }
        };
    add.accept("sample", configuration.sample$_$retention());
    add.accept("log", configuration.log$_$retention());
    add.accept("process", configuration.process$_$retention());
    add.accept("probe", configuration.probe$_$retention());
    add.accept("minute", configuration.minute$_$retention());
    add.accept("hour", configuration.hour$_$retention());
    return tables;
  }

  private static Duration duration(List<String> problems, String key, String text, Duration least) {
    Duration value = value(problems, () -> Values.duration(key, text));
    if (value != null && value.compareTo(least) < 0) {
      problems.add("%s: '%s' is less than %s".formatted(key, text, readable(least)));
    }
    return value == null ? least : value;
  }

  private static String readable(Duration duration) {
    return duration.equals(DAY) ? "1d" : duration.toMillis() + "ms";
  }

  private static <T> @Nullable T value(List<String> problems, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable String filled(String text) {
    return text.isEmpty() ? null : text;
  }
}
