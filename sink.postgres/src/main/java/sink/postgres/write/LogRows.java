package sink.postgres.write;

import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Text;

/**
 * Log lines. A body that is not clean UTF-8, or holds a zero byte, keeps its bytes beside the
 * readable form.
 */
record LogRows(Common common) implements Rows {
  @Override
  public String table() {
    return "logs";
  }

  @Override
  public String columns() {
    return COMMON + ", severity, cut, body, raw, attributes";
  }

  @Override
  public void write(RowBuffer row, long sequence, Event event) throws UnstorableException {
    if (!(event.payload() instanceof LogLine line)) {
      throw Rows.wrongKind(event);
    }
    row.begin(COMMON_COUNT + 5);
    common.write(row, sequence, event.timeNanos());
    row.int2(line.severity().number());
    row.bool(line.cut());
    body(row, line.body());
    Json.attributes(row, event.attributes());
    row.end();
  }

  private static void body(RowBuffer row, Text body) throws UnstorableException {
    if (row.ascii(body)) {
      row.none();
    } else if (body.isUtf8() && !hasZero(body)) {
      row.text(body);
      row.none();
    } else {
      row.text("body", Strings.readable(body.toString()));
      row.bytes(body.toByteArray());
    }
  }

  private static boolean hasZero(Text body) {
    for (int i = 0; i < body.length(); i++) {
      if (body.byteAt(i) == 0) {
        return true;
      }
    }
    return false;
  }
}
