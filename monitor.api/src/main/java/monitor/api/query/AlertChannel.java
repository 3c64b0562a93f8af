package monitor.api.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts are told.
 *
 * @param name of the webhook
 * @param target its address, without what may be secret in it
 * @param waiting notifications that were not taken yet
 * @param delivered notifications that were taken since the plugin was installed
 * @param dropped notifications that were given up since the plugin was installed
 * @param lastDelivered when it took one last; null if it never did
 * @param problem why it takes none just now, for a person; null if it does
 */
public record AlertChannel(
    String name,
    String target,
    int waiting,
    long delivered,
    long dropped,
    @Nullable Instant lastDelivered,
    @Nullable String problem) {}
