package monitor.api.event;

/**
 * One immutable fact. Host, source, agent, tags and sequence number are not in it: they belong to
 * the stream and its batches.
 *
 * @param timeNanos when it happened, nanoseconds since 1970-01-01T00:00Z; 0 means now, stamped by
 *     the runtime when it is emitted
 * @param payload what happened
 * @param attributes further details
 */
public record Event(long timeNanos, Payload payload, Attributes attributes) {
  /** An event without attributes. */
  public static Event of(long timeNanos, Payload payload) {
    return new Event(timeNanos, payload, Attributes.EMPTY);
  }

  /** An event that happens now, without attributes. */
  public static Event now(Payload payload) {
    return new Event(0, payload, Attributes.EMPTY);
  }

  /** An event of a plugin's own kind that happens now; its fields are the attributes. */
  public static Event custom(String kind, Attributes fields) {
    return new Event(0, new Custom(new Kind(kind)), fields);
  }
}
