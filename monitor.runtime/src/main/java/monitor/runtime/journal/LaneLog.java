package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of one lane: begins them, adds to the last and unlinks the first. Used by the writer
 * thread, and before that by recovery; {@link #segments} and {@link #hot} may be read by any.
 */
final class LaneLog {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Lane lane;
  private final JournalSettings settings;
  private final Identity identity;
  private final StreamTable table;
  private final ByteBuffer staging;
  private final SegmentList segments;
  private final HotTail hot;
  private @Nullable SegmentWriter active;
  private long nextId;
  private long snapshotBytes;
  private volatile UnlinkListener listener = (which, marks, expired) -> {};

  LaneLog(
      Lane lane,
      JournalSettings settings,
      Identity identity,
      StreamTable table,
      ByteBuffer staging,
      SegmentList segments,
      long nextId) {
    this.lane = lane;
    this.settings = settings;
    this.identity = identity;
    this.table = table;
    this.staging = staging;
    this.segments = segments;
    this.nextId = nextId;
    this.hot = new HotTail(settings.hotBytes());
  }

  Lane lane() {
    return lane;
  }

  SegmentList segments() {
    return segments;
  }

  void onUnlink(UnlinkListener newListener) {
    listener = newListener;
  }

  HotTail hot() {
    return hot;
  }

  /** Whether so many bytes more fit into the segment that is being written. */
  boolean fits(long bytes) {
    return active != null
        && (active.dataBytes() == 0 || active.dataBytes() + bytes <= settings.rollBytes(lane));
  }

  /** What this lane would hold after so many bytes more. */
  long bytesWith(long more) {
    return segments.bytes() + more + (fits(more) ? 0 : snapshotBytes);
  }

  /** Writes entries in one group and makes them durable; they are then in table and hot tail. */
  Location[] write(List<Append> run, long bytes, boolean anew) throws IOException {
    if (anew || !fits(bytes)) {
      roll();
    }
    long firstSerial = identity.serials().get();
    Location[] places = put(Objects.requireNonNull(active), run);
    for (int i = 0; i < run.size(); i++) {
      Entry entry = run.get(i).entry();
      table.apply(entry, firstSerial + i, lane);
      hot.add(new StoredEntry(places[i], places[i + 1], entry, true));
    }
    return places;
  }

  /** The places of the entries, and of what comes after them. */
  private Location[] put(SegmentWriter writer, List<Append> run) throws IOException {
    staging.clear();
    Location[] places = new Location[run.size() + 1];
    for (int i = 0; i < run.size(); i++) {
      places[i] = writer.put(run.get(i).record(), identity.serials().getAndIncrement());
    }
    writer.commit();
    places[run.size()] = writer.segment().endLocation();
    return places;
  }

  /** Begins the next segment with a snapshot, which seals the one before it. */
  void roll() throws IOException {
    List<Packed> snapshot = table.snapshot(lane);
    Segment segment = begin(snapshot);
    Segment before = segments.last();
    segments.add(segment);
    if (before != null) {
      before.seal();
    }
    snapshotBytes = segment.end();
  }

  private Segment begin(List<Packed> snapshot) throws IOException {
    long id = nextId++;
    Path file = settings.folder().resolve(Segment.name(lane, id));
    Path draft = settings.folder().resolve(Segment.name(lane, id) + ".tmp");
    Segment segment = new Segment(lane, id, file);
    segment.createdMillis(settings.clock().millis());
    StoreFile opened = settings.store().create(draft);
    try {
      SegmentWriter writer = new SegmentWriter(segment, opened, staging);
      fill(writer, snapshot);
      settings.store().rename(draft, file);
      settings.store().syncFolder(settings.folder());
      stop();
      active = writer;
      return segment;
    } catch (IOException e) {
      discard(opened, draft, file);
      throw e;
    }
  }

  private void fill(SegmentWriter writer, List<Packed> snapshot) throws IOException {
    SegmentHeader header =
        new SegmentHeader(
            lane,
            writer.segment().id(),
            writer.segment().createdMillis(),
            identity.epoch(),
            identity.previous(),
            segments.end(),
            snapshot.size());
    writer.put(header.pack(), identity.serials().getAndIncrement());
    for (Packed record : snapshot) {
      writer.put(record, identity.serials().getAndIncrement());
    }
    writer.commit();
    writer.segment().dataOffset(writer.segment().end());
  }

  private void discard(StoreFile opened, Path... files) {
    try (opened) {
      for (Path file : files) {
        settings.store().delete(file);
      }
    } catch (IOException e) {
      LOG.debug("What was left of a segment that could not be begun could not be deleted.", e);
    }
  }

  /** Stops adding to the active segment after a failure; the next entry begins a new one. */
  void abandon() {
    SegmentWriter failed = active;
    active = null;
    if (failed != null) {
      try {
        failed.abandon();
      } catch (IOException e) {
        LOG.debug("The segment {} could not be cut after a failure.", failed.segment().name(), e);
      }
    }
  }

  /** Closes the active segment; the next entry begins a new one. */
  void stop() throws IOException {
    if (active != null) {
      active.close();
      active = null;
    }
  }

  /** Unlinks segments that lie wholly before a place; the last one stays: it holds the snapshot. */
  void release(Location upTo) throws IOException {
    if (active != null
        && upTo.compareTo(segments.end()) >= 0
        && active.dataBytes() >= settings.rollBytes(lane) / 2) {
      roll();
    }
    boolean unlinked = false;
    for (Segment segment : segments.all()) {
      if (isLast(segment) || segment.endLocation().compareTo(upTo) > 0) {
        break;
      }
      unlink(segment, false);
      unlinked = true;
    }
    if (unlinked) {
      settings.store().syncFolder(settings.folder());
    }
  }

  /** Unlinks the oldest segment; false if only the last is left. */
  boolean dropOldest() throws IOException {
    Segment first = segments.first();
    if (first == null || isLast(first)) {
      return false;
    }
    unlink(first, false);
    settings.store().syncFolder(settings.folder());
    return true;
  }

  private boolean isLast(Segment segment) {
    return segment == segments.last();
  }

  /** Unlinks segments whose newest entry is older than this, and ends one that gets as old. */
  void expire(long millis) throws IOException {
    if (active != null && active.dataBytes() > 0 && active.segment().createdMillis() < millis) {
      roll();
    }
    for (Segment first = segments.first(); first != null; first = segments.first()) {
      Segment next = segments.after(first.id());
      if (next == null || next.createdMillis() >= millis) {
        return;
      }
      unlink(first, true);
      settings.store().syncFolder(settings.folder());
    }
  }

  private void unlink(Segment segment, boolean expired) throws IOException {
    Segment next = segments.after(segment.id());
    tell(next == null ? Map.of() : mark(next).streams(), expired);
    settings.store().delete(segment.file());
    segments.remove(segment);
    segment.remove();
  }

  private void tell(Map<String, StreamMark> marks, boolean expired) {
    try {
      listener.unlinking(lane, marks, expired);
    } catch (RuntimeException e) {
      LOG.error("A listener to the journal failed.", e);
    }
  }

  /** Where the streams stand at the begin of each segment. */
  List<SegmentMark> marks() {
    List<SegmentMark> marks = new ArrayList<>();
    segments.all().forEach(segment -> marks.add(mark(segment)));
    return marks;
  }

  private SegmentMark mark(Segment segment) {
    StreamTable before = new StreamTable();
    boolean whole = false;
    try (StoreFile file = settings.store().open(segment.file())) {
      RecordReader reader = new RecordReader(file, segment.id(), RecordReader.window());
      Inspection inspection =
          new Inspection(segment, reader, before, new ArrayList<>(), segment.end());
      whole = inspection.runSnapshot() > 0;
    } catch (IOException e) {
      LOG.debug("The snapshot of {} cannot be read.", segment.name(), e);
    }
    Map<String, StreamMark> streams = new HashMap<>();
    before.durable().forEach(s -> streams.put(s.name, new StreamMark(s.epoch, s.next, s.dropped)));
    return new SegmentMark(new Location(segment.id(), 0), segment.createdMillis(), whole, streams);
  }
}
