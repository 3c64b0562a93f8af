package monitor.runtime.journal;

/**
 * How much there is in the journal, or in one of its lanes.
 *
 * @param bytes size of its files
 * @param maxBytes quota
 * @param segments number of files
 * @param state {@code ok}, or one sentence that says what is wrong
 * @param pendingBytes handed over and not yet durable
 */
public record Usage(long bytes, long maxBytes, int segments, String state, long pendingBytes) {
  /** The state when nothing is wrong. */
  public static final String OK = "ok";
}
