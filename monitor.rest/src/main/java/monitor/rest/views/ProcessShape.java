package monitor.rest.views;

import java.time.Instant;
import java.util.Locale;
import monitor.api.event.ProcessObservation;
import monitor.api.query.StoredProcess;

/** A process, as the API writes it. */
public record ProcessShape(
    Instant time,
    String host,
    long pid,
    long parentPid,
    String name,
    String executable,
    String commandLine,
    String user,
    Instant started,
    double cpuUtilization,
    long memoryBytes,
    String phase) {
  /** Of what was stored. */
  public static ProcessShape of(StoredProcess stored) {
    ProcessObservation process = stored.process();
    return new ProcessShape(
        stored.time(),
        stored.host(),
        process.pid(),
        process.parentPid(),
        process.name(),
        process.executable(),
        process.commandLine(),
        process.user(),
        Times.ofNanos(process.startNanos()),
        process.cpuUtilization(),
        process.memoryBytes(),
        process.phase().name().toLowerCase(Locale.ROOT));
  }
}
