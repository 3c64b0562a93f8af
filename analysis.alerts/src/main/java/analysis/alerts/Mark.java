package analysis.alerts;

import monitor.api.delivery.BatchId;

/**
 * The place of a sample: what comes again, because an answer was lost, is known by it. The time of
 * the sample would not do, as clocks are set back.
 *
 * @param agent that sealed it
 * @param epoch life of its journal
 * @param stream that it is in
 * @param sequence its number there
 */
record Mark(String agent, String epoch, String stream, long sequence) {
  static Mark of(BatchId batch, long sequence) {
    return new Mark(batch.agent(), batch.epoch().toString(), batch.stream(), sequence);
  }

  /** The begin of its stream. */
  Mark begin() {
    return new Mark(agent, epoch, stream, 0);
  }

  /** Whether another sample is this one, or came before it. */
  boolean covers(Mark other) {
    return agent.equals(other.agent)
        && epoch.equals(other.epoch)
        && stream.equals(other.stream)
        && other.sequence <= sequence;
  }
}
