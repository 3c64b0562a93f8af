package collector.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import monitor.api.event.ProcessObservation;
import monitor.api.event.ProcessObservation.Phase;
import org.jspecify.annotations.Nullable;

/** A process between its first and its last look. */
final class TrackedProcess {
  private final String folder;
  private final long pid;
  private long startTicks = -1;
  private long cpuTicks;
  private String name = "";
  private long parent;
  private double cpuUtilization;
  private long memoryBytes;
  private @Nullable Details details;
  private final ProcessIo io;

  /** What costs more than a look at numbers, so it is read once, when it is to be shown. */
  private record Details(String executable, String commandLine, String user) {
    private static final Details NONE = new Details("", "", "");
  }

  TrackedProcess(String folder, long pid) {
    this.folder = folder;
    this.pid = pid;
    this.io = new ProcessIo(folder);
  }

  String folder() {
    return folder;
  }

  /** Whether it was ever looked at; it may have ended before. */
  boolean wasSeen() {
    return startTicks >= 0;
  }

  /** Whether this look shows another process than before, which may have got the same number. */
  boolean isAnother(ProcessStat stat) {
    return stat.startTicks() != startTicks;
  }

  /** Takes the first look: the time it took since it started counts. */
  void begin(ProcessStat stat, ProcessReader reader, double uptimeSeconds) {
    KernelUnits units = reader.units();
    io.reset();
    startTicks = stat.startTicks();
    cpuTicks = 0;
    details = null;
    double lifeSeconds = uptimeSeconds - (double) startTicks / units.ticksPerSecond();
    advance(stat, reader, Math.max(lifeSeconds, 1.0 / units.ticksPerSecond()));
  }

  /** Takes a further look, so many seconds after the one before. */
  void advance(ProcessStat stat, ProcessReader reader, double seconds) {
    KernelUnits units = reader.units();
    double spent = (double) (stat.cpuTicks() - cpuTicks) / units.ticksPerSecond();
    cpuUtilization = Math.max(0, spent / seconds);
    cpuTicks = stat.cpuTicks();
    memoryBytes = stat.residentPages() * units.pageBytes();
    parent = stat.parent();
    if (!name.equals(stat.name())) {
      name = stat.name(); // it became another program
      details = null;
    }
    reader.look(io, seconds);
  }

  /** What it reads and writes. */
  ProcessIo io() {
    return io;
  }

  double cpuUtilization() {
    return cpuUtilization;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /** What is shown of it; of one that ended its details only if they were read before. */
  ProcessObservation observation(Phase phase, ProcessReader reader) {
    if (details == null && phase != Phase.ENDED) {
      details = new Details(executable(), reader.commandLine(folder), reader.user(folder));
    }
    Details known = details == null ? Details.NONE : details;
    return new ProcessObservation(
        phase,
        pid,
        parent,
        name,
        known.executable(),
        known.commandLine(),
        known.user(),
        reader.startNanos(startTicks),
        cpuUtilization,
        memoryBytes);
  }

  /** Shown to its owner and the administrator only. */
  private String executable() {
    try {
      return Files.readSymbolicLink(Path.of(folder, "exe")).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
