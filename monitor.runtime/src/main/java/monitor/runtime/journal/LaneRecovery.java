package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what is in the segments of one lane. It reads the first record of each, which says
 * where the one before it ends, and then only what comes after the latest intact snapshot; all from
 * the first segment on that does not look as it should. It changes no file.
 */
final class LaneRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Store store;
  private final List<Segment> segments;
  private final Map<Segment, SegmentHeader> headers = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final StreamTable table = new StreamTable();
  private final ByteBuffer window;
  private long lastSerial;

  /**
   * A recovery.
   *
   * @param segments what was found, in order
   */
  LaneRecovery(Store store, List<Segment> segments, ByteBuffer window) {
    this.store = store;
    this.segments = new ArrayList<>(segments);
    this.window = window;
  }

  /** Segments that are usable, with their ends. */
  List<Segment> segments() {
    return segments;
  }

  /** Headers of the segments that have an intact one. */
  Iterable<SegmentHeader> headers() {
    return headers.values();
  }

  List<Finding> findings() {
    return findings;
  }

  StreamTable table() {
    return table;
  }

  long lastSerial() {
    return lastSerial;
  }

  void run() {
    readHeaders();
    int scanFrom = snapshotAt(firstSuspect());
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      SegmentHeader next = i + 1 < segments.size() ? header(segments.get(i + 1)) : null;
      long chained = chainedEnd(segment, next);
      if (i < scanFrom) {
        segment.end(chained);
      } else {
        scan(segment, chained);
        missing(segment, next);
      }
      if (i + 1 < segments.size()) {
        segment.seal();
      }
    }
    dropEmpty();
  }

  /** The latest segment up to this one that begins with an intact snapshot. */
  private int snapshotAt(int index) {
    int at = Math.min(index, segments.size() - 1);
    while (at > 0 && !startsWithSnapshot(segments.get(at))) {
      at--;
    }
    return Math.max(0, at);
  }

  private boolean startsWithSnapshot(Segment segment) {
    try (StoreFile file = store.open(segment.file())) {
      long end = inspection(segment, file, new StreamTable(), segment.fileBytes()).runSnapshot();
      segment.dataOffset(Math.max(0, end));
      return end > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private @Nullable SegmentHeader header(Segment segment) {
    return headers.get(segment);
  }

  private void readHeaders() {
    for (Segment segment : segments) {
      try (StoreFile file = store.open(segment.file())) {
        segment.fileBytes(file.size());
        RecordReader reader = new RecordReader(file, segment.id(), window);
        Frame frame = reader.frame(0, segment.fileBytes());
        byte[] meta = frame == null ? null : reader.meta(frame, segment.fileBytes());
        if (frame != null && meta != null && frame.type() == Frame.SEGMENT) {
          SegmentHeader header = SegmentHeader.unpack(meta);
          if (header.id() == segment.id() && header.lane() == segment.lane()) {
            headers.put(segment, header);
            segment.createdMillis(header.createdMillis());
          }
        }
      } catch (IOException | RuntimeException e) {
        LOG.debug("The header of {} cannot be read.", segment.name(), e);
      }
    }
  }

  private Inspection inspection(Segment segment, StoreFile file, StreamTable streams, long limit) {
    RecordReader reader = new RecordReader(file, segment.id(), window);
    return new Inspection(segment, reader, streams, findings, limit);
  }

  /** The first segment of which the end is not what the next one says it is. */
  private int firstSuspect() {
    for (int i = 0; i + 1 < segments.size(); i++) {
      SegmentHeader next = header(segments.get(i + 1));
      long end = chainedEnd(segments.get(i), next);
      if (end < 0 || end > segments.get(i).fileBytes() || header(segments.get(i)) == null) {
        return i;
      }
    }
    return segments.size();
  }

  /** Where a segment ends according to the next one, or -1 if that does not say. */
  private static long chainedEnd(Segment segment, @Nullable SegmentHeader next) {
    if (next == null || next.previous().segment() != segment.id()) {
      return -1;
    }
    long end = next.previous().offset();
    return end > Integer.MAX_VALUE ? -1 : end;
  }

  private void scan(Segment segment, long chained) {
    long limit = chained < 0 ? segment.fileBytes() : Math.min(chained, segment.fileBytes());
    try (StoreFile file = store.open(segment.file())) {
      Inspection inspection = inspection(segment, file, table, limit);
      segment.end(inspection.run(chained < 0));
      lastSerial = Math.max(lastSerial, inspection.lastSerial());
      if (chained > limit) {
        inspection.find(Finding.Kind.PART, limit, chained, "it is cut short");
        segment.end(chained);
      }
    } catch (IOException e) {
      findings.add(
          new Finding(
              Finding.Kind.FILE, segment, 0, limit, "it cannot be read: " + e.getMessage()));
    }
    if (segment.fileBytes() == 0) {
      findings.add(new Finding(Finding.Kind.FILE, segment, 0, 0, "it is empty"));
    }
  }

  /** The next segment follows one that is not there. */
  private void missing(Segment segment, @Nullable SegmentHeader next) {
    if (next == null) {
      return;
    }
    long id = next.previous().segment();
    long end = next.previous().offset();
    // A header may name anything; what came before it has a smaller number and a header.
    if (id > segment.id() && id < next.id() && end >= Frame.BYTES) {
      Path file = segment.file().resolveSibling(Segment.name(segment.lane(), id));
      Segment gone = new Segment(segment.lane(), id, file);
      Finding finding = new Finding(Finding.Kind.MISSING, gone, 0, end, "the file is missing");
      finding.previous(segment.endLocation());
      findings.add(finding);
    }
  }

  /** Files in which nothing could be read at all are set aside as a whole. */
  private void dropEmpty() {
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      Segment segment = finding.segment();
      boolean whole = finding.from() == 0 && finding.to() >= segment.fileBytes();
      if (whole && finding.kind() != Finding.Kind.MISSING) {
        int at = segments.indexOf(segment);
        if (at > 0 && at + 1 < segments.size()) {
          finding.previous(segments.get(at - 1).endLocation());
        }
        segments.remove(segment);
        findings.set(i, finding.asFile());
      }
    }
  }
}
