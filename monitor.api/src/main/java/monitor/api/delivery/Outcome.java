package monitor.api.delivery;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What became of a batch. Complete: no outcome is added without a major version, so a switch over
 * it needs no default branch.
 */
@ProviderType
public sealed interface Outcome extends Delivery {
  /** It is safe at the destination: the runtime may forget it. */
  Outcome ACCEPTED = new Accepted();

  /** Try again soon; the runtime backs off by itself. */
  static Outcome retry(String reason) {
    return new Retry(reason, Duration.ZERO);
  }

  /** It is safe at the destination: the runtime may forget it. */
  record Accepted() implements Outcome {}

  /**
   * All but some events are safe; those are refused for ever and are counted as dropped.
   *
   * @param refused which, and why
   */
  record PartlyAccepted(List<Refused> refused) implements Outcome {
    /** Copies the list. */
    public PartlyAccepted {
      refused = List.copyOf(refused);
    }

    /**
     * An event that is refused.
     *
     * @param index its place in the batch, from 0
     * @param reason why, one sentence
     */
    public record Refused(int index, String reason) {}
  }

  /**
   * Not now. The same batch is handed over again; batches of other streams go on meanwhile.
   *
   * @param reason why, one sentence
   * @param after not earlier than this; zero leaves it to the runtime's back-off
   */
  record Retry(String reason, Duration after) implements Outcome {}

  /**
   * The destination expects another sequence number of this stream: an earlier one, because
   * something is missing, or, of a gap, one within or at its end, because it has the events before
   * that. Those count as delivered then, and not as dropped, and the gap comes again without them.
   *
   * @param nextSequence the sequence number it expects
   */
  record Behind(long nextSequence) implements Outcome {}

  /**
   * The destination has another batch under this identity. The runtime quarantines this one and
   * goes on in a new epoch.
   *
   * @param reason what differs
   */
  record Conflict(String reason) implements Outcome {}

  /**
   * Refused for ever: counted as dropped, kept in quarantine.
   *
   * @param reason why, one sentence
   */
  record Rejected(String reason) implements Outcome {}
}
