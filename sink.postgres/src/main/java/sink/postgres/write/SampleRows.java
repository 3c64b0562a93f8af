package sink.postgres.write;

import monitor.api.event.Event;
import monitor.api.event.Sample;

/** Samples. */
record SampleRows(Common common, SeriesIds series) implements Rows {
  @Override
  public String table() {
    return "samples";
  }

  @Override
  public String columns() {
    return "sequence, time, value, origin_id, series_id, day, nanos";
  }

  @Override
  public void write(RowBuffer row, long sequence, Event event) throws UnstorableException {
    if (!(event.payload() instanceof Sample sample)) {
      throw Rows.wrongKind(event);
    }
    int id = series.id(sample.series(), event.attributes());
    row.sample(sequence, event.timeNanos(), sample.value(), common.origin(), id, common.days());
  }
}
