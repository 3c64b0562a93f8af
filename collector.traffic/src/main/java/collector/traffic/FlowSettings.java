package collector.traffic;

import java.time.Duration;

/**
 * How conversations are followed.
 *
 * @param interval between two reports of one that goes on
 * @param most how many at once
 * @param idle without packets one without a connection, or one that is not yet established, ends
 * @param tcpIdle without packets an established connection ends
 * @param talkers how many top talkers are told
 */
record FlowSettings(Duration interval, int most, Duration idle, Duration tcpIdle, int talkers) {
  /** How long the last packets of a closed connection are waited for. */
  static final Duration LINGER = Duration.ofSeconds(5);
}
