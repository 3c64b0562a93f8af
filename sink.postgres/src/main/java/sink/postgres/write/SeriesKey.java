package sink.postgres.write;

import monitor.api.event.Attributes;
import monitor.api.event.Series;

/**
 * What makes a series one in the database.
 *
 * @param host where it is measured
 * @param series as the source names it
 * @param more attributes of the event
 */
record SeriesKey(String host, Series series, Attributes more) {
  private static final String HOST = "host.name";

  /** A series; a host that its attributes name goes before the host of its stream. */
  static SeriesKey of(String streamHost, Series series, Attributes more) {
    Object named = more.get(HOST) instanceof String s ? s : series.attributes().get(HOST);
    return new SeriesKey(named instanceof String s ? s : streamHost, series, more);
  }

  /** The attributes of the series and of the event. */
  Attributes attributes() {
    Attributes all = series.attributes();
    for (var entry : more.asMap().entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }
}
