package collector.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A meter and how often it is read.
 *
 * @param name what it measures, for messages
 * @param meter measures it
 * @param everyRounds read in each round, or in each second, and so on
 */
record Schedule(String name, Meter meter, long everyRounds) {
  /** The meters of a host; they keep what they saw, so each run has its own. */
  static List<Schedule> of(MetricsSettings settings, LongSupplier nanoTime) {
    Scan scan = new Scan();
    List<Schedule> all = new ArrayList<>(everyRound(settings, scan));
    all.addAll(slow(settings, scan));
    long processes = rounds(settings, settings.processes().interval());
    all.add(new Schedule("processes", processes(settings, scan, nanoTime), processes));
    return all;
  }

  private static List<Schedule> everyRound(MetricsSettings settings, Scan scan) {
    HostFiles host = settings.host();
    List<Schedule> all = new ArrayList<>();
    all.add(new Schedule("processors", new CpuMeter(scan, host, settings.cores()), 1));
    all.add(new Schedule("load", new LoadMeter(scan, host), 1));
    all.add(new Schedule("memory", new MemoryMeter(scan, host), 1));
    all.add(new Schedule("paging", new PagingMeter(scan, host), 1));
    if (scan.tryOpen(host.proc("pressure/io"))) { // a choice of whoever built or booted the kernel
      all.add(new Schedule("pressure", new PressureMeter(scan, host), 1));
    }
    all.add(new Schedule("disks", new DiskMeter(scan, host, names(settings.excludedDisks())), 1));
    NamePatterns interfaces = names(settings.excludedInterfaces());
    all.add(new Schedule("network", new NetworkMeter(scan, host, interfaces), 1));
    all.add(new Schedule("control group", new ControlGroupMeter(scan, host), 1));
    return all;
  }

  private static List<Schedule> slow(MetricsSettings settings, Scan scan) {
    HostFiles host = settings.host();
    long rounds = rounds(settings, settings.filesystems().interval());
    return List.of(
        new Schedule("uptime", new UptimeMeter(scan, host), rounds),
        new Schedule("file systems", filesystems(settings, scan), rounds),
        new Schedule("sockets", new SocketMeter(scan, host), rounds),
        new Schedule("temperatures", new TemperatureMeter(scan, host), rounds));
  }

  private static NamePatterns names(List<String> names) {
    return new NamePatterns(names);
  }

  private static Meter filesystems(MetricsSettings settings, Scan scan) {
    NamePatterns include = names(settings.filesystems().include());
    NamePatterns exclude = names(settings.filesystems().exclude());
    MountTable table =
        new MountTable(
            scan, settings.host(), type -> include.matches(type) && !exclude.matches(type));
    return new FilesystemMeter(table, settings.host());
  }

  private static Meter processes(MetricsSettings settings, Scan scan, LongSupplier nanoTime) {
    MetricsSettings.Processes processes = settings.processes();
    ProcessReader reader =
        new ProcessReader(
            scan, settings.host(), processes.commandLines(), KernelUnits.ofThisMachine());
    return new ProcessMeter(reader, processes.top(), processes.changes(), nanoTime);
  }

  private static long rounds(MetricsSettings settings, Duration interval) {
    return Math.max(1, Math.round((double) interval.toNanos() / settings.interval().toNanos()));
  }

  /** Whether it is read in this round, counted from 0. */
  boolean isDue(long round) {
    return round % everyRounds == 0;
  }
}
