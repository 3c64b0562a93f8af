package analysis.alerts;

import java.util.List;
import monitor.api.query.Alert;

/**
 * What is kept over restarts and upgrades.
 *
 * @param watches of all series that are not calm, or were not lately; of the calm ones that which
 *     was silent longest comes first
 * @param forgotten how far streams had come of which series are not watched any more
 * @param ended what was over last
 * @param channels what waits
 */
record Memory(
    List<Watch.State> watches,
    List<Mark> forgotten,
    List<Alert> ended,
    List<Channel.State> channels) {}
