package monitor.api.query;

import org.jspecify.annotations.Nullable;

/**
 * Selects rounds of probes.
 *
 * @param period when
 * @param probe kind of probe; null for all
 * @param target exact target; null for all
 * @param scope who probed
 * @param limit most rounds in a page, the latest first, 1 to 10,000
 * @param cursor {@link RoundPage#next()} of the page before; null for the first
 */
public record ProbeFilter(
    Period period,
    @Nullable String probe,
    @Nullable String target,
    Scope scope,
    int limit,
    @Nullable String cursor) {}
