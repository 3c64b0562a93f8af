package monitor.runtime.journal;

/** Chooses the entries that a reader wants to see, before their bodies are read. */
@FunctionalInterface
public interface EntryFilter {
  /** Every entry. */
  EntryFilter ALL = (stream, firstSequence, count) -> true;

  /** Whether the entry is wanted; called on the thread of the reader. */
  boolean wants(String stream, long firstSequence, int count);
}
