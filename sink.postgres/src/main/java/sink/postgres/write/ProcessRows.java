package sink.postgres.write;

import java.util.Locale;
import monitor.api.event.Event;
import monitor.api.event.ProcessObservation;

/** Processes. */
record ProcessRows(Common common) implements Rows {
  @Override
  public String table() {
    return "processes";
  }

  @Override
  public String columns() {
    return COMMON
        + ", phase, pid, parent_pid, name, executable, command_line, username, started,"
        + " started_nanos, cpu_utilization, memory_bytes, attributes";
  }

  @Override
  public void write(RowBuffer row, long sequence, Event event) throws UnstorableException {
    if (!(event.payload() instanceof ProcessObservation process)) {
      throw Rows.wrongKind(event);
    }
    row.begin(COMMON_COUNT + 12);
    common.write(row, sequence, event.timeNanos());
    row.text("phase", process.phase().name().toLowerCase(Locale.ROOT));
    row.int8(process.pid());
    row.int8(process.parentPid());
    row.text("name", process.name());
    row.text("executable", process.executable());
    row.text("command line", process.commandLine());
    row.text("user", process.user());
    row.time(process.startNanos());
    row.remainder(process.startNanos());
    row.float8(process.cpuUtilization());
    row.int8(process.memoryBytes());
    Json.attributes(row, event.attributes());
    row.end();
  }
}
