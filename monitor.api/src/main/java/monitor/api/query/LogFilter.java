package monitor.api.query;

import monitor.api.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Selects log lines.
 *
 * @param period when
 * @param text substring of the body, upper and lower case alike; null for all
 * @param source exact source instance; null for all
 * @param scope where they come from
 * @param minSeverity least severity; null for all
 * @param ascending oldest first
 * @param limit most lines in a page, 1 to 10,000
 * @param cursor {@link LogPage#next()} of the page before; null for the first
 */
public record LogFilter(
    Period period,
    @Nullable String text,
    @Nullable String source,
    Scope scope,
    @Nullable Severity minSeverity,
    boolean ascending,
    int limit,
    @Nullable String cursor) {}
