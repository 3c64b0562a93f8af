package monitor.api.operation;

import java.time.Instant;

/**
 * A change of a plugin that is over.
 *
 * @param deployment id of the deployment
 * @param action what was asked, lower case
 * @param version that was to be in force after it; empty if none
 * @param sha256 of its jar; empty if none came with it
 * @param at when it ended
 * @param requestedBy who asked
 * @param why in that person's words; may be empty
 * @param result state in which it ended, as the API writes it
 * @param reason why it was not committed; empty if it was
 * @param kept whether the jar of that version is kept, so that it can be rolled back to
 * @param current whether that version is in force now
 */
public record HistoryEntry(
    String deployment,
    String action,
    String version,
    String sha256,
    Instant at,
    String requestedBy,
    String why,
    String result,
    String reason,
    boolean kept,
    boolean current) {}
