package monitor.api.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some stored rounds of probes.
 *
 * @param rounds the latest first
 * @param next opaque cursor of the following page; null on the last
 */
public record RoundPage(List<StoredRound> rounds, @Nullable String next) {}
