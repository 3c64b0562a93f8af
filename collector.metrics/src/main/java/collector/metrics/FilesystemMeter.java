package collector.metrics;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import monitor.api.event.Attributes;
import monitor.api.event.Series;
import org.jspecify.annotations.Nullable;

/** Room on the mounted file systems. One that does not answer is left out and named. */
final class FilesystemMeter implements Meter {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final MountTable table;
  private final HostFiles host;
  private final Statvfs statvfs = new Statvfs();
  private final PatientCalls<Space> spaces;
  private final Known<Filesystem> filesystems = new Known<>(name -> new Filesystem());

  /** The series of one mount point. */
  private static final class Filesystem {
    private @Nullable Mount mount;
    private List<Series> series = List.of();

    /** Another device may be mounted there later. */
    List<Series> series(Mount now) {
      if (!now.equals(mount)) {
        mount = now;
        series = seriesOf(now);
      }
      return series;
    }
  }

  FilesystemMeter(MountTable table, HostFiles host) {
    this.table = table;
    this.host = host;
    this.spaces = new PatientCalls<>("collector.metrics file system", PATIENCE);
  }

  private static List<Series> seriesOf(Mount mount) {
    Attributes attributes =
        Attributes.of("system.device", mount.device())
            .with("system.filesystem.mountpoint", mount.shownPoint())
            .with("system.filesystem.type", mount.type())
            .with("system.filesystem.mode", mount.readOnly() ? "ro" : "rw");
    Series usage = Series.gauge("system.filesystem.usage", "By").with(attributes);
    Series inodes = Series.gauge("system.filesystem.inodes.usage", "{inode}").with(attributes);
    return List.of(
        usage.with("system.filesystem.state", "used"),
        usage.with("system.filesystem.state", "free"),
        usage.with("system.filesystem.state", "reserved"),
        Series.gauge("system.filesystem.limit", "By").with(attributes),
        Series.gauge("system.filesystem.utilization", "1").with(attributes),
        inodes.with("system.filesystem.state", "used"),
        inodes.with("system.filesystem.state", "free"));
  }

  @Override
  public void measure(Round round) throws IOException {
    List<String> silent = new ArrayList<>();
    for (Mount mount : table.read()) {
      Space space = ask(mount);
      if (space == null) {
        silent.add(mount.shownPoint());
      } else if (space.totalBytes() > 0) {
        add(round, filesystems.get(mount.point()).series(mount), space);
      }
    }
    filesystems.sweep(gone -> {});
    if (!silent.isEmpty()) {
      throw new IOException("no answer from " + String.join(", ", silent));
    }
  }

  private @Nullable Space ask(Mount mount) throws InterruptedIOException {
    String point = mount.shownPoint();
    try {
      return spaces.ask(point, () -> statvfs.at(host.bytes(mount.point())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + point + " was asked");
    }
  }

  private static void add(Round round, List<Series> series, Space space) {
    round.add(series.get(0), space.usedBytes());
    round.add(series.get(1), space.availableBytes());
    round.add(series.get(2), space.reservedBytes());
    round.add(series.get(3), space.totalBytes());
    round.add(series.get(4), space.utilization());
    if (space.inodes() > 0) {
      round.add(series.get(5), space.inodes() - space.inodesFree());
      round.add(series.get(6), space.inodesFree());
    }
  }
}
