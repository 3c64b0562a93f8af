package monitor.api.query;

import org.jspecify.annotations.Nullable;

/**
 * Selects rounds of probes.
 *
 * @param period when
 * @param probe kind of probe; null for all
 * @param target exact target; null for all
 * @param limit most rounds, the latest first
 */
public record ProbeFilter(
    Period period, @Nullable String probe, @Nullable String target, int limit) {}
