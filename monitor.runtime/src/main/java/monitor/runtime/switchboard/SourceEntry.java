package monitor.runtime.switchboard;

import monitor.runtime.accounting.Rate;
import monitor.runtime.source.SourceRunner;

/**
 * A registered source.
 *
 * @param runner runs it
 * @param events its rate
 * @param bytes its rate in stored bytes
 */
record SourceEntry(SourceRunner runner, Rate events, Rate bytes) {
  SourceEntry(SourceRunner runner) {
    this(runner, new Rate(), new Rate());
  }
}
