package collector.metrics;

import java.io.IOException;

/** Measures one thing of the host. Called by one thread, again and again. */
@FunctionalInterface
interface Meter {
  /**
   * Adds what it measured to a round.
   *
   * @throws IOException if the host does not show it
   */
  void measure(Round round) throws IOException;
}
