package sink.postgres.write;

import monitor.api.event.Event;
import monitor.api.event.Sample;

/** Samples. */
record SampleRows(Common common, SeriesIds series) implements Rows {
  private static final int COLUMNS = 7;

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
    row.begin(COLUMNS);
    row.int8(sequence);
    row.time(event.timeNanos());
    row.float8(sample.value());
    row.int4(common.origin());
    row.int4(id);
    row.date(common.days());
    row.remainder(event.timeNanos());
    row.end();
  }
}
