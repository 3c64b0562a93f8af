package sink.postgres;

import monitor.api.query.TelemetryQuery;

/** What the sink knows of the platform that it is a plugin of. */
interface Surroundings {
  /** Whether the platform, and not only this plugin, is being stopped. */
  boolean stopping();

  /** Offers the query side to everyone, until the returned handle is closed. */
  Publication publish(TelemetryQuery query);

  /** Something that is offered. */
  @FunctionalInterface
  interface Publication extends AutoCloseable {
    /** Takes it back; may be repeated. */
    @Override
    void close();
  }
}
