package monitor.runtime.journal;

/**
 * An entry that is durable.
 *
 * @param at where it is
 * @param next where to go on after it
 * @param entry what was appended; its body is read-only
 * @param hot whether it comes from memory, not from a file
 */
public record StoredEntry(Location at, Location next, Entry entry, boolean hot) {}
