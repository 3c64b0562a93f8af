package monitor.runtime.stream;

/** Why events are dropped: the reasons in gap records, metrics and the balance. */
public final class Drops {
  /** The buffer of the source was full. */
  public static final String BUFFER_FULL = "buffer_full";

  /** The plugin emitted more than it may. */
  public static final String OVER_LIMIT = "over_limit";

  /** One event was larger than a batch may be. */
  public static final String OVERSIZED = "oversized";

  /** The journal had no room and the policy was to drop. */
  public static final String JOURNAL_FULL = "journal_full";

  /** The journal kept them as long as it may, and no sink had taken them. */
  public static final String EXPIRED = "expired";

  /** The journal was damaged there. */
  public static final String JOURNAL_DAMAGED = "journal_damaged";

  /** A best-effort sink was too slow. */
  public static final String BEHIND = "behind";

  /** A destination went back to what it had taken before, and the journal has let go. */
  public static final String RELEASED = "released";

  /** The destination refused them for ever. */
  public static final String REJECTED = "rejected";

  /** The destination has other events under their identity. */
  public static final String CONFLICT = "conflict";

  /** The agent that sent them had dropped them: its gap records say so. */
  public static final String BY_AGENT = "by_agent";

  private Drops() {}
}
