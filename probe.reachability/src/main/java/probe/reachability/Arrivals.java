package probe.reachability;

import java.util.List;
import monitor.api.event.Attributes;
import probe.reachability.Pinger.Answer.Reply;

/**
 * The replies of a round of echo requests, in the order of the requests.
 *
 * @param further replies that came to requests that had one, or whose time was over
 */
record Arrivals(List<Reply> replies, int further) {
  private static final String JITTER = "ping.jitter.ms";
  private static final String DUPLICATES = "ping.further";
  private static final String REORDERED = "ping.reordered";

  /** What is to be told of them; what there was none of is left out. */
  Attributes details() {
    Attributes details = Attributes.EMPTY;
    if (replies.size() > 1) {
      details = details.with(JITTER, jitterMillis());
    }
    if (further > 0) {
      details = details.with(DUPLICATES, further);
    }
    long reordered = reordered();
    return reordered == 0 ? details : details.with(REORDERED, reordered);
  }

  /** The mean difference between the times of two replies that follow each other. */
  private double jitterMillis() {
    long sum = 0;
    for (int i = 1; i < replies.size(); i++) {
      sum += Math.abs(replies.get(i).nanos() - replies.get(i - 1).nanos());
    }
    return Durations.millis(sum) / (replies.size() - 1);
  }

  /** How many came after the reply to a later request (RFC 4737, type P reordered). */
  private long reordered() {
    long count = 0;
    long earliestLater = Long.MAX_VALUE;
    for (Reply reply : replies.reversed()) {
      count += reply.arrivedNanos() > earliestLater ? 1 : 0;
      earliestLater = Math.min(earliestLater, reply.arrivedNanos());
    }
    return count;
  }
}
