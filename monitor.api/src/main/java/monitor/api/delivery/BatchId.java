package monitor.api.delivery;

/**
 * The identity of a batch, the same for ever and everywhere.
 *
 * @param agent name of the agent that sealed it
 * @param epoch life of the agent's journal
 * @param stream source instance and kind, such as {@code collector.logs~app/log}
 * @param firstSequence sequence number of its first event, from 0
 * @param count number of sequence numbers, at least 1
 */
public record BatchId(String agent, Epoch epoch, String stream, long firstSequence, int count) {
  /** The sequence number after its last event. */
  public long nextSequence() {
    return firstSequence + count;
  }

  @Override
  public String toString() {
    return "%s/%s/%s[%d+%d]".formatted(agent, epoch, stream, firstSequence, count);
  }
}
