package monitor.cli.environment;

import org.jspecify.annotations.Nullable;

/**
 * A line of {@code monitor env}.
 *
 * @param kind {@code path}, {@code port}, {@code variable} or {@code setting}
 * @param name what it is called
 * @param value null if it is not set, or not shown
 * @param origin what set it
 * @param note what else there is to say; empty for nothing
 */
record EnvEntry(String kind, String name, @Nullable Object value, String origin, String note) {}
