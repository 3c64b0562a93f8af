package sink.postgres;

import monitor.api.query.TelemetryQuery;

/** A platform that runs, and remembers what was published. */
final class TestSurroundings implements Surroundings {
  volatile boolean stopping;
  volatile TelemetryQuery published;

  @Override
  public boolean stopping() {
    return stopping;
  }

  @Override
  public Publication publish(TelemetryQuery query) {
    published = query;
    return () -> published = null;
  }
}
