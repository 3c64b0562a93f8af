package collector.metrics;

import java.time.Duration;
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
    HostFiles host = settings.host();
    long slow = rounds(settings, settings.filesystems().interval());
    return List.of(
        new Schedule("processors", new CpuMeter(scan, host, settings.perCore()), 1),
        new Schedule("load", new LoadMeter(scan, host), 1),
        new Schedule("memory", new MemoryMeter(scan, host), 1),
        new Schedule("paging", new PagingMeter(scan, host), 1),
        new Schedule("disks", new DiskMeter(scan, host, names(settings.excludedDisks())), 1),
        new Schedule(
            "network", new NetworkMeter(scan, host, names(settings.excludedInterfaces())), 1),
        new Schedule("uptime", new UptimeMeter(scan, host), slow),
        new Schedule("file systems", filesystems(settings, scan), slow),
        new Schedule(
            "processes",
            processes(settings, scan, nanoTime),
            rounds(settings, settings.processes().interval())));
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
