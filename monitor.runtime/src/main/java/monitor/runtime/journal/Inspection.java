package monitor.runtime.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a segment record by record: what is intact is added to a table of streams, what is
 * not becomes a finding, and the sequence numbers that are missing between what is intact are put
 * down to it.
 */
final class Inspection {
  private static final Frame NONE = new Frame(0, Frame.VOID, 0, 0, 0, 0, 0, 0);

  private final Segment segment;
  private final RecordReader reader;
  private final StreamTable table;
  private final List<Finding> findings;
  private final long limit;
  private boolean whole;
  private long lastSerial;
  private int streamRecords;
  private @Nullable SegmentHeader header;

  /**
   * An inspection.
   *
   * @param table what is known before this segment; afterwards, what is known behind it
   * @param findings findings in segments before this one; those of this one are added
   * @param limit end of the segment
   */
  Inspection(
      Segment segment, RecordReader reader, StreamTable table, List<Finding> findings, long limit) {
    this.segment = segment;
    this.reader = reader;
    this.table = table;
    this.findings = findings;
    this.limit = limit;
  }

  /** The header, if it is intact. */
  @Nullable SegmentHeader header() {
    return header;
  }

  /** Highest number of a record. */
  long lastSerial() {
    return lastSerial;
  }

  /**
   * Goes through all of it.
   *
   * @param open whether its last group commit may not have become durable: a damaged record in that
   *     takes all that follow with it, since only a prefix of what was appended may be recovered
   * @return the end of what is to be kept
   */
  long run(boolean open) {
    whole =
        new Inspection(segment, reader, new StreamTable(), new ArrayList<>(), limit).runSnapshot()
            > 0;
    if (whole || segment.id() == 1) {
      table.complete();
    }
    long offset = 0;
    while (offset < limit) {
      long next = step(offset, open);
      if (next < 0) {
        return offset;
      }
      offset = next;
    }
    return limit;
  }

  private long step(long offset, boolean open) {
    try {
      return read(offset, open);
    } catch (IOException e) {
      find(
          open ? Finding.Kind.TAIL : Finding.Kind.PART,
          offset,
          limit,
          "it cannot be read: " + e.getMessage());
      return open ? -1 : limit;
    }
  }

  private long read(long offset, boolean open) throws IOException {
    Frame frame = reader.frame(offset, limit);
    if (frame == null) {
      return damaged(offset, reader.resync(offset + 1, limit), NONE, null, open);
    }
    byte[] meta = reader.meta(frame, limit);
    if (meta != null && intactBody(frame) && apply(frame, meta)) {
      lastSerial = Math.max(lastSerial, frame.serial());
      return frame.end();
    }
    Entry entry = meta == null || frame.type() != Frame.ENTRY ? null : unpack(meta);
    return damaged(offset, Math.min(frame.end(), limit), frame, entry, open);
  }

  /**
   * Goes through the snapshot alone; stops at the first damage.
   *
   * @return the end of the snapshot, or -1 if it is not intact
   */
  long runSnapshot() {
    long offset = 0;
    try {
      while (header == null || streamRecords < header.streamRecords()) {
        Frame frame = reader.frame(offset, limit);
        byte[] meta = frame == null ? null : reader.meta(frame, limit);
        boolean expected =
            frame != null && frame.type() == (header == null ? Frame.SEGMENT : Frame.STREAM);
        if (frame == null || meta == null || !expected || !apply(frame, meta)) {
          return -1;
        }
        offset = frame.end();
      }
      return header.streamRecords() == SegmentHeader.NO_SNAPSHOT ? -1 : offset;
    } catch (IOException e) {
      return -1;
    }
  }

  private boolean intactBody(Frame frame) throws IOException {
    return frame.end() <= limit && (frame.type() == Frame.VOID || reader.bodyIntact(frame, limit));
  }

  private boolean apply(Frame frame, byte[] meta) {
    try {
      switch (frame.type()) {
        case Frame.SEGMENT -> header = SegmentHeader.unpack(meta);
        case Frame.STREAM -> stream(StreamTable.Snapshot.unpack(meta));
        case Frame.ENTRY -> entry(EntryCodec.unpack(meta), frame.serial());
        case Frame.VOID -> LostRanges.unpack(meta).forEach(this::lostBefore);
        default -> {}
      }
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static @Nullable Entry unpack(byte[] meta) {
    try {
      return EntryCodec.unpack(meta);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void stream(StreamTable.Snapshot part) {
    streamRecords++;
    if (part.epoch() != null) {
      missing(part.name(), part.epoch(), part.next());
    }
    table.restore(part, segment.lane(), whole);
  }

  private void entry(Entry entry, long serial) {
    if (entry.count() > 0) {
      missing(entry.stream(), entry.epoch(), entry.firstSequence());
    }
    table.apply(entry, serial, segment.lane());
  }

  /** What an earlier damage took is not put down to another one. */
  private void lostBefore(Damage.Lost range) {
    missing(range.stream(), range.epoch(), range.from());
    table.skip(range, segment.lane());
  }

  /** Numbers that should have come before these were in the damaged part that was found last. */
  private void missing(String name, Epoch epoch, long next) {
    if (findings.isEmpty() || !table.isComplete()) {
      return;
    }
    StreamTable.Stream stream = table.find(name);
    long expected = stream == null ? 0 : stream.next;
    if (next > expected) {
      findings.getLast().lose(new Damage.Lost(name, epoch, expected, next));
    }
  }

  private long damaged(long from, long to, Frame frame, @Nullable Entry entry, boolean open)
      throws IOException {
    if (open && !durableBehind(from, to)) {
      torn(from);
      return -1;
    }
    Finding finding = find(Finding.Kind.PART, from, to, "a record is damaged");
    if (entry != null) {
      lose(finding, entry);
      table.apply(entry, frame.serial(), segment.lane());
    }
    return to;
  }

  /** Gives up the end of the segment; what can be read of it tells which numbers were in it. */
  private void torn(long from) throws IOException {
    Finding finding = find(Finding.Kind.TAIL, from, limit, "the end is torn");
    long offset = from;
    while (offset < limit) {
      Frame frame = reader.frame(offset, limit);
      byte[] meta = frame == null ? null : reader.meta(frame, limit);
      if (frame != null && meta != null && frame.type() == Frame.ENTRY) {
        Entry entry = unpack(meta);
        if (entry != null) {
          lose(finding, entry);
        }
      }
      offset = frame == null ? reader.resync(offset + 1, limit) : frame.end();
    }
  }

  private static void lose(Finding finding, Entry entry) {
    if (entry.count() > 0) {
      finding.lose(
          new Damage.Lost(
              entry.stream(), entry.epoch(), entry.firstSequence(), entry.nextSequence()));
    }
  }

  /** Whether a later group commit follows, so that this part was durable once. */
  private boolean durableBehind(long from, long to) throws IOException {
    long offset = reader.resync(to, limit);
    while (offset < limit) {
      Frame frame = reader.frame(offset, limit);
      if (frame != null && frame.groupOffset() > from) {
        return true;
      }
      offset = frame == null ? reader.resync(offset + 1, limit) : frame.end();
    }
    return false;
  }

  /** Adds a finding, or extends the last one to it. */
  Finding find(Finding.Kind kind, long from, long to, String reason) {
    if (!findings.isEmpty()) {
      Finding last = findings.getLast();
      if (last.segment() == segment && last.kind() == kind && last.to() == from) {
        last.to(to);
        return last;
      }
    }
    Finding finding = new Finding(kind, segment, from, to, reason);
    findings.add(finding);
    return finding;
  }
}
