package sink.postgres;

import java.util.List;
import monitor.api.query.TelemetryQuery;

/** A platform that runs, and remembers what was published. */
final class TestSurroundings implements Surroundings {
  volatile boolean stopping;
  volatile List<String> later = List.of();
  volatile TelemetryQuery published;

  @Override
  public boolean stopping() {
    return stopping;
  }

  @Override
  public void stopLater(List<String> command) {
    later = command;
  }

  @Override
  public void forgetStopLater() {
    later = List.of();
  }

  @Override
  public Publication publish(TelemetryQuery query) {
    published = query;
    return () -> published = null;
  }
}
