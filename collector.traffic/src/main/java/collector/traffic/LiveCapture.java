package collector.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.SourceContext;
import org.jspecify.annotations.Nullable;

/**
 * The capture on one interface, on a thread of its own: it reads packets, and tells what it saw.
 * What ends it early is kept for the one who started it, so that no interface ends the capture on
 * others.
 */
final class LiveCapture {
  private static final int PATIENCE_MILLIS = 200;

  /** Events about flows in a second, and as many about names, that an interface may tell. */
  private static final int EVENTS_PER_SECOND = 2000;

  private final SourceContext context;
  private final CaptureSettings settings;
  private final int index;
  private final Map<Kind, EventStream> streams;
  private volatile String name;
  private volatile boolean asked;
  private volatile boolean over;
  private volatile @Nullable String failure;
  private volatile @Nullable String note;
  private long droppedBefore;
  private long seenBefore;

  LiveCapture(
      SourceContext context,
      CaptureSettings settings,
      String name,
      int index,
      Map<Kind, EventStream> streams) {
    this.context = context;
    this.settings = settings;
    this.name = name;
    this.index = index;
    this.streams = streams;
  }

  /** The interface has another name now. May be called from any thread. */
  void rename(String newName) {
    name = newName;
  }

  String name() {
    return name;
  }

  /** Ends it soon. May be called from any thread. */
  void end() {
    asked = true;
  }

  boolean over() {
    return over;
  }

  /** Why it ended by itself; null if it did not. */
  @Nullable String failure() {
    return failure;
  }

  /** What it cannot do in full at the moment; null if all is well. */
  @Nullable String note() {
    return note;
  }

  private boolean stopping() {
    return asked || context.stopping();
  }

  /** Captures until asked to end, or until the interface or the socket fails. */
  void run() {
    try {
      capture();
    } catch (IOException e) {
      failure = "%s: %s".formatted(name, e.getMessage());
    } catch (RuntimeException e) {
      failure = "%s: %s".formatted(name, e);
    } finally {
      over = true;
    }
  }

  private void capture() throws IOException {
    try (PacketRing ring = PacketRing.open(name, index, settings)) {
      while (!stopping()) {
        String current = name;
        droppedBefore = ring.dropped();
        seenBefore = ring.seen();
        try (Files files = new Files(current, ring.link())) {
          watch(ring, current, files.ring);
        }
      }
    }
  }

  /** The files of one name of the interface, if there are to be any. */
  private final class Files implements AutoCloseable {
    private final @Nullable CaptureRing ring;

    Files(String current, LinkType link) throws IOException {
      Path folder = context.folder().resolve("packets");
      int type = link == LinkType.ETHERNET ? 1 : 101;
      ring = settings.ringBytes() == 0 ? null : new CaptureRing(folder, current, type, settings);
    }

    @Override
    public void close() throws IOException {
      if (ring != null) {
        ring.close();
      }
    }
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  /** Captures for as long as the interface has this name. */
  private void watch(PacketRing ring, String current, @Nullable CaptureRing files)
      throws IOException {
    TrafficAccount account =
        new TrafficAccount(
            current,
            Attributes.of("network.interface.name", current),
            true,
            settings.traffic(),
            EVENTS_PER_SECOND,
            this::offer);
    while (!stopping() && current.equals(name)) {
      boolean up = ring.await(PATIENCE_MILLIS);
      long now = System.nanoTime();
      ring.read((data, offset, captured, length, vlan, outgoing, timeNanos) -> {
        if (files != null) {
          files.add(data, offset, captured, length, vlan, timeNanos);
        }
        account.packet(ring.link(), data, offset, captured, length, vlan, outgoing, timeNanos, now);
      });
      tick(ring, account, files, up);
    }
    stop(ring, account, files);
  }

  private void tick(
      PacketRing ring, TrafficAccount account, @Nullable CaptureRing files, boolean up)
      throws IOException {
    long wall = nanos(context.clock().instant());
    if (account.tick(wall, System.nanoTime())) {
      ring.count();
      report(ring, account, files, wall);
      if (files != null) {
        files.tick();
      }
      note = note(ring, files);
    }
    if (!up) {
      note = name + " is down";
    }
  }

  private void report(
      PacketRing ring, TrafficAccount account, @Nullable CaptureRing files, long wallNanos) {
    account.meter().dropped("packets", "kernel", wallNanos, ring.dropped());
    if (files != null) {
      account.meter().dropped("packets", "disk", wallNanos, files.lost());
    }
  }

  private @Nullable String note(PacketRing ring, @Nullable CaptureRing files) {
    long dropped = ring.dropped() - droppedBefore;
    long seen = ring.seen() - seenBefore;
    droppedBefore = ring.dropped();
    seenBefore = ring.seen();
    if (dropped > 0) {
      return "%s: %d of %d packets were dropped by the kernel, because they came faster than they were read; enlarge 'buffer' or filter"
          .formatted(name, dropped, seen);
    }
    return files == null ? null : files.trouble();
  }

  private void stop(PacketRing ring, TrafficAccount account, @Nullable CaptureRing files)
      throws IOException {
    long wall = nanos(context.clock().instant());
    account.stop(wall, System.nanoTime());
    ring.count();
    report(ring, account, files, wall);
  }

  private boolean offer(Event event) {
    EventStream stream = streams.get(event.payload().kind());
    if (stream == null) {
      throw new IllegalArgumentException("no stream for " + event);
    }
    return stream.offer(event);
  }
}
