package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what is on disk. Nothing that it finds there stops it: what is damaged is reported and set
 * aside, and then the journal is in a new epoch, because numbers that were delivered may have been
 * among what was lost. The new epoch is made durable before anything is set aside, so that a crash
 * in between finds the same damage again.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** Room for numbers of records that were lost. */
  private static final long SERIAL_LEAP = 1L << 32;

  private final JournalSettings settings;
  private final Damages damages;
  private final Quarantine quarantine;
  private final CursorStore cursors;
  private final Map<Lane, LaneRecovery> lanes = new EnumMap<>(Lane.class);
  private final Map<Lane, SegmentList> lists;
  private final StreamTable table = new StreamTable();
  private final List<Finding> findings = new ArrayList<>();

  Recovery(
      JournalSettings settings,
      Damages damages,
      Quarantine quarantine,
      CursorStore cursors,
      Map<Lane, SegmentList> lists) {
    this.settings = settings;
    this.damages = damages;
    this.quarantine = quarantine;
    this.cursors = cursors;
    this.lists = lists;
  }

  /**
   * What was recovered.
   *
   * @param identity epoch and count of records
   * @param table state of all streams
   * @param logs the lanes, ready to be written
   */
  record Recovered(Identity identity, StreamTable table, Map<Lane, LaneLog> logs) {}

  Recovered run(ByteBuffer staging) throws IOException {
    Folder folder = new Folder(settings);
    folder.read(quarantine.folder(), settings.folder().resolve(CursorStore.FOLDER));
    findings.addAll(folder.findings());
    ByteBuffer window = RecordReader.window();
    for (Lane lane : Lane.values()) {
      recover(lane, folder, window);
    }
    compareWithCursors(folder);
    Identity identity = identity();
    Map<Lane, LaneLog> logs = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      SegmentList list = Objects.requireNonNull(lists.get(lane));
      logs.put(
          lane, new LaneLog(lane, settings, identity, table, staging, list, folder.nextId(lane)));
    }
    finish(logs);
    return new Recovered(identity, table, logs);
  }

  private void recover(Lane lane, Folder folder, ByteBuffer window) {
    LaneRecovery recovery = new LaneRecovery(settings.store(), folder.segments(lane), window);
    recovery.run();
    lanes.put(lane, recovery);
    findings.addAll(recovery.findings());
    table.merge(recovery.table());
    SegmentList list = Objects.requireNonNull(lists.get(lane));
    recovery.segments().forEach(list::add);
  }

  /** The journal must reach at least as far as it is known to have been durable. */
  private void compareWithCursors(Folder folder) {
    cursors
        .reached()
        .forEach((lane, reached) -> {
          folder.seen(lane, reached.segment());
          Location end = Objects.requireNonNull(lists.get(lane)).end();
          boolean explained = findings.stream().anyMatch(f -> f.segment().lane() == lane);
          if (end.compareTo(reached) < 0 && !explained) {
            findings.add(lostEnd(lane, end, reached));
          }
        });
  }

  private Finding lostEnd(Lane lane, Location end, Location reached) {
    Segment segment =
        new Segment(
            lane,
            reached.segment(),
            settings.folder().resolve(Segment.name(lane, reached.segment())));
    long from = end.segment() == reached.segment() ? end.offset() : 0;
    return new Finding(
        Finding.Kind.MISSING, segment, from, reached.offset(), "the end of the journal is missing");
  }

  private Identity identity() {
    long serial = 0;
    @Nullable SegmentHeader newest = null;
    for (LaneRecovery lane : lanes.values()) {
      serial = Math.max(serial, lane.lastSerial());
      for (SegmentHeader header : lane.headers()) {
        if (newest == null || header.epoch().ordinal() > newest.epoch().ordinal()) {
          newest = header;
        }
      }
    }
    if (newest != null && findings.isEmpty()) {
      return new Identity(newest.epoch(), newest.previousEpoch(), new AtomicLong(serial + 1));
    }
    Epoch last = newest == null ? null : newest.epoch();
    long ordinal = Math.max(last == null ? 0 : last.ordinal(), highestOrdinal());
    long leap = findings.isEmpty() ? 0 : SERIAL_LEAP;
    return new Identity(
        Identity.fresh(ordinal + 1, settings.random()), last, new AtomicLong(serial + 1 + leap));
  }

  private long highestOrdinal() {
    return table.durable().stream()
        .map(stream -> stream.epoch)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .map(Epoch::ordinal)
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  private void finish(Map<Lane, LaneLog> logs) {
    boolean lasting = findings.isEmpty() || beginEpoch(logs);
    for (Finding finding : findings) {
      damages.report(finding);
      if (lasting && quarantine.setAside(finding) && finding.previous() != null) {
        readReplacement(finding);
      }
    }
    if (findings.isEmpty()) {
      logs.values().forEach(this::force);
    }
  }

  /** What took the place of a file that is gone tells readers what was in it. */
  private void readReplacement(Finding finding) {
    Segment gone = finding.segment();
    Path file = settings.folder().resolve(Segment.name(gone.lane(), gone.id()));
    Segment replacement = new Segment(gone.lane(), gone.id(), file);
    replacement.end(finding.to());
    replacement.seal();
    Objects.requireNonNull(lists.get(gone.lane())).add(replacement);
  }

  /** Puts the new epoch on disk, and with it the places where intact segments end. */
  private boolean beginEpoch(Map<Lane, LaneLog> logs) {
    try {
      for (LaneLog log : logs.values()) {
        force(log);
        log.roll();
      }
      return true;
    } catch (IOException e) {
      LOG.warn("A new epoch of the journal could not be written; damage stays where it is.", e);
      return false;
    }
  }

  /** What a killed process wrote last may be in the cache of the system only. */
  private void force(LaneLog log) {
    Segment last = log.segments().last();
    if (last == null) {
      return;
    }
    try (StoreFile file = settings.store().change(last.file())) {
      file.force();
    } catch (IOException e) {
      LOG.warn("The end of the journal could not be made durable again.", e);
    }
  }
}
