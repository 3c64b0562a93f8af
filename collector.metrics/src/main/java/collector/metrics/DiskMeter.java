package collector.metrics;

import java.io.IOException;
import java.nio.file.Files;
import monitor.api.event.Series;

/**
 * Traffic of block devices, from {@code /proc/diskstats} (the kernel's admin-guide/iostats). Whole
 * devices only, as their partitions would count twice; none that was never used.
 */
final class DiskMeter implements Meter {
  /** The unit of diskstats, whatever the device has. */
  private static final int SECTOR_BYTES = 512;

  private final Scan scan;
  private final HostFiles host;
  private final String file;
  private final NamePatterns excluded;
  private final Known<Disk> disks = new Known<>(this::disk);

  /** The series of one device. */
  private record Disk(
      boolean wanted,
      Series bytesRead,
      Series bytesWritten,
      Series reads,
      Series writes,
      Series readTime,
      Series writeTime,
      Series busyTime) {}

  DiskMeter(Scan scan, HostFiles host, NamePatterns excluded) {
    this.scan = scan;
    this.host = host;
    this.file = host.proc("diskstats");
    this.excluded = excluded;
  }

  private Disk disk(String name) {
    Series bytes = of(name, "system.disk.io", "By");
    Series operations = of(name, "system.disk.operations", "{operation}");
    Series times = of(name, "system.disk.operation_time", "s");
    return new Disk(
        isWhole(name) && !excluded.matches(name),
        read(bytes),
        write(bytes),
        read(operations),
        write(operations),
        read(times),
        write(times),
        of(name, "system.disk.io_time", "s"));
  }

  private static Series of(String device, String name, String unit) {
    return Series.counter(name, unit).with("system.device", device);
  }

  private static Series read(Series series) {
    return series.with("disk.io.direction", "read");
  }

  private static Series write(Series series) {
    return series.with("disk.io.direction", "write");
  }

  /** Partitions have no folder of their own there; without /sys nobody can tell. */
  private boolean isWhole(String name) {
    return Files.exists(host.sys("block").resolve(name.replace('/', '!')))
        || !Files.exists(host.sys("block"));
  }

  @Override
  public void measure(Round round) throws IOException {
    scan.open(file);
    for (; scan.hasMore(); scan.nextLine()) {
      scan.skipWords(2);
      Disk disk = disks.get(scan.word());
      if (disk.wanted()) {
        measure(round, disk);
      }
    }
    disks.sweep(gone -> {});
  }

  private void measure(Round round, Disk disk) {
    long reads = scan.number();
    scan.skipWords(1);
    long sectorsRead = scan.number();
    long readMillis = scan.number();
    long writes = scan.number();
    if (reads + writes == 0) {
      return;
    }
    scan.skipWords(1);
    round.add(disk.bytesWritten(), scan.number() * SECTOR_BYTES);
    round.add(disk.bytesRead(), sectorsRead * SECTOR_BYTES);
    round.add(disk.reads(), reads);
    round.add(disk.writes(), writes);
    round.add(disk.readTime(), readMillis / 1e3);
    round.add(disk.writeTime(), scan.number() / 1e3);
    scan.skipWords(1);
    round.add(disk.busyTime(), scan.number() / 1e3);
  }
}
