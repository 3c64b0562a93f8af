package analysis.alerts;

import java.util.List;
import monitor.api.query.Alert;

/**
 * What is kept over restarts and upgrades.
 *
 * @param watches of all series that are not calm, or were not lately
 * @param ended what was over last
 * @param channels what waits
 */
record Memory(List<Watch.State> watches, List<Alert> ended, List<Channel.State> channels) {
  static final Memory EMPTY = new Memory(List.of(), List.of(), List.of());
}
