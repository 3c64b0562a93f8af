package collector.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what the kernel shows of processes. Used by one thread. */
final class ProcessReader {
  private static final byte[] BOOT_TIME = "btime ".getBytes(US_ASCII);
  private static final int COMMAND_LINE_BYTES = 4096;
  private static final long NANOS = 1_000_000_000L;

  private final Scan scan;
  private final HostFiles host;
  private final boolean commandLines;
  private final KernelUnits units;
  private final UserNames users;
  private final ProcessStat stat = new ProcessStat();
  private long bootNanos;

  ProcessReader(Scan scan, HostFiles host, boolean commandLines, KernelUnits units) {
    this.scan = scan;
    this.host = host;
    this.commandLines = commandLines;
    this.units = units;
    this.users = new UserNames(host);
  }

  KernelUnits units() {
    return units;
  }

  /** Begins a round: names of users and the time of the start may have changed. */
  void begin() throws IOException {
    users.refresh();
    if (bootNanos == 0) {
      bootNanos = bootNanos();
    }
  }

  private long bootNanos() throws IOException {
    for (scan.open(host.proc("stat")); scan.hasMore(); scan.nextLine()) {
      if (scan.accept(BOOT_TIME)) {
        return scan.number() * NANOS;
      }
    }
    throw new IOException("/proc/stat does not tell when the host was started");
  }

  /** Seconds since the host started. */
  double uptimeSeconds() throws IOException {
    scan.open(host.proc("uptime"));
    return scan.decimal();
  }

  /** Numbers of the processes, as they stand in {@code /proc}. */
  String[] numbers() throws IOException {
    String[] names = new File(host.proc("")).list((folder, name) -> isNumber(name));
    if (names == null) {
      throw new IOException("cannot list " + host.proc(""));
    }
    return names;
  }

  private static boolean isNumber(String name) {
    return name.charAt(0) >= '1' && name.charAt(0) <= '9';
  }

  TrackedProcess track(String number) {
    return new TrackedProcess(host.proc(number), Long.parseLong(number));
  }

  /**
   * Looks at a process; the result holds until the next look.
   *
   * @throws IOException if it has ended
   */
  ProcessStat look(TrackedProcess process) throws IOException {
    scan.open(process.folder() + "/stat");
    stat.read(scan);
    return stat;
  }

  /** Looks at what a process reads and writes; the last look at its numbers no longer holds. */
  void look(ProcessIo io, double seconds) {
    io.look(scan, seconds);
  }

  /**
   * Its arguments, cut where they are very long; empty for a thread of the kernel, one that has
   * ended, or if not wanted.
   */
  String commandLine(String folder) {
    if (!commandLines) {
      return "";
    }
    try {
      scan.open(folder + "/cmdline", COMMAND_LINE_BYTES);
      return scan.rest();
    } catch (IOException e) {
      return "";
    }
  }

  /** Its user; empty for one that has ended. */
  String user(String folder) {
    try {
      return users.name((Integer) Files.getAttribute(Path.of(folder), "unix:uid"));
    } catch (IOException e) {
      return "";
    }
  }

  /** When something happened so many ticks after the host started, nanoseconds since 1970. */
  long startNanos(long ticks) {
    return bootNanos + ticks * (NANOS / units.ticksPerSecond());
  }
}
