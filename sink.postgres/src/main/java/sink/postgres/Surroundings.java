package sink.postgres;

import java.util.List;
import monitor.api.query.TelemetryQuery;

/** What the sink knows of the platform that it is a plugin of. */
interface Surroundings {
  /** Whether the platform, and not only this plugin, is being stopped. */
  boolean stopping();

  /** Offers the query side to everyone, until the returned handle is closed. */
  Publication publish(TelemetryQuery query);

  /**
   * Runs a command when the platform stops, even if this plugin is gone by then; in place of one
   * that was given before.
   */
  void stopLater(List<String> command);

  /** Forgets the command, also one that another version of this plugin has given. */
  void forgetStopLater();

  /** Something that is offered. */
  @FunctionalInterface
  interface Publication extends AutoCloseable {
    /** Takes it back; may be repeated. */
    @Override
    void close();
  }
}
