package sink.postgres.write;

import monitor.api.event.Attributes;
import monitor.api.event.Series;

/** Keys of the series of one batch, known before its rows are written. */
interface SeriesIds {
  /**
   * The key of a series.
   *
   * @param attributes of the event, which join those of the series
   * @throws UnstorableException if PostgreSQL cannot hold the series
   */
  int id(Series series, Attributes attributes) throws UnstorableException;
}
