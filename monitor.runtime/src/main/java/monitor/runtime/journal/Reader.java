package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the durable entries of a lane in their order, from memory where they are fresh, else from
 * the files. Where segments were unlinked ahead of it, it goes on at the oldest one left. To be
 * used by one thread at a time, which must not be interrupted while it reads.
 */
public final class Reader implements AutoCloseable {
  private static final byte[] NOTHING = new byte[0];

  private final LaneLog log;
  private final Store store;
  private final Inspector inspector;
  private @Nullable ByteBuffer window;
  private @Nullable Segment segment;
  private @Nullable StoreFile file;
  private @Nullable RecordReader records;
  private final Deque<Damage.Lost> lost = new ArrayDeque<>();
  private Location behindLost = Location.START;
  private Location location;

  Reader(LaneLog log, Store store, Inspector inspector, Location from) {
    this.log = log;
    this.store = store;
    this.inspector = inspector;
    this.location = from;
  }

  /** Where it goes on: behind what {@link #next} returned or passed over. */
  public Location location() {
    return location;
  }

  /**
   * The next entry that the filter wants, or null if there is none that is durable. Bodies of
   * others are not read. What is damaged is set aside and reported by {@link Journal#damages()};
   * the numbers that were in it come as gaps with the reason {@link Damage#GAP} and an empty
   * header, also to those who read it later.
   *
   * @throws IOException if the file cannot be read; the next call tries again at the same place
   */
  public @Nullable StoredEntry next(EntryFilter filter) throws IOException {
    return next(filter, true, Long.MAX_VALUE);
  }

  /**
   * As {@link #next(EntryFilter)}, but null also after passing over so many records: for whoever
   * has other things to do than to look for an entry that lies far ahead.
   */
  public @Nullable StoredEntry next(EntryFilter filter, int most) throws IOException {
    return next(filter, true, most);
  }

  /**
   * As {@link #next(EntryFilter)}, but bodies are neither read nor checked: those of what is
   * returned may be empty. For whoever only counts.
   */
  public @Nullable StoredEntry skim(EntryFilter filter) throws IOException {
    return next(filter, false, Long.MAX_VALUE);
  }

  /** As {@link #skim(EntryFilter)}, but null also after passing over so many records. */
  public @Nullable StoredEntry skim(EntryFilter filter, int most) throws IOException {
    return next(filter, false, most);
  }

  private @Nullable StoredEntry next(EntryFilter filter, boolean bodies, long most)
      throws IOException {
    for (long passed = 0; passed < most; passed++) {
      StoredEntry hot = log.hot().get(location);
      if (!lost.isEmpty()) {
        StoredEntry gap = gap();
        if (wants(filter, gap.entry())) {
          return gap;
        }
      } else if (hot != null) {
        location = hot.next();
        if (wants(filter, hot.entry())) {
          return hot;
        }
      } else if (!advance()) {
        return null;
      } else {
        StoredEntry read = read(filter, bodies);
        if (read != null) {
          return read;
        }
      }
    }
    return null;
  }

  /** Only the last of the gaps in one place leads on from it. */
  private StoredEntry gap() {
    Location at = location;
    Damage.Lost range = lost.remove();
    Entry entry = LostRanges.gap(range);
    if (entry.nextSequence() < range.to()) {
      lost.addFirst(
          new Damage.Lost(range.stream(), range.epoch(), entry.nextSequence(), range.to()));
    }
    location = lost.isEmpty() ? behindLost : at;
    return new StoredEntry(at, location, entry, false);
  }

  /** Goes on behind a damaged part, after telling what was in it. */
  private void pass(List<Damage.Lost> ranges, Location behind) {
    lost.addAll(ranges);
    behindLost = behind;
    if (lost.isEmpty()) {
      location = behind;
    }
  }

  private static boolean wants(EntryFilter filter, Entry entry) {
    return entry.count() > 0 && filter.wants(entry.stream(), entry.firstSequence(), entry.count());
  }

  /** Moves to where something can be read; false if that is nowhere. */
  private boolean advance() throws IOException {
    Segment current = log.segments().from(location.segment());
    while (current != null) {
      if (current.id() != location.segment()) {
        location = new Location(current.id(), current.dataOffset());
      }
      boolean sealed = current.sealed();
      if (location.offset() < current.end()) {
        segment(current);
        return true;
      }
      if (!sealed) {
        return false;
      }
      current = log.segments().after(current.id());
    }
    return false;
  }

  private void segment(Segment current) throws IOException {
    if (current != segment) {
      close();
      segment = current;
    }
  }

  /** Reads the record at the location and moves behind it; null if it is not wanted. */
  private @Nullable StoredEntry read(EntryFilter filter, boolean bodies) throws IOException {
    if (log.hot().get(location) != null) {
      return null;
    }
    try {
      return read(open(), filter, bodies);
    } catch (ClosedChannelException | NoSuchFileException e) {
      Segment gone = segment;
      close();
      if (gone == null || !gone.removed() && log.segments().from(gone.id()) == gone) {
        throw e;
      }
      return null;
    }
  }

  private RecordReader open() throws IOException {
    Segment current = Objects.requireNonNull(segment);
    if (records == null) {
      file = current.open(store);
      if (file == null) {
        throw new ClosedChannelException();
      }
      if (window == null) {
        window = RecordReader.window();
      }
      records = new RecordReader(file, current.id(), window);
    }
    return records;
  }

  private @Nullable StoredEntry read(RecordReader reader, EntryFilter filter, boolean bodies)
      throws IOException {
    Segment current = Objects.requireNonNull(segment);
    long limit = current.end();
    Frame frame = reader.frame(location.offset(), limit);
    if (frame == null || frame.end() > limit) {
      return damaged(current);
    }
    byte[] meta = reader.meta(frame, limit);
    if (meta == null) {
      return damaged(current);
    }
    Location next = new Location(current.id(), frame.end());
    Entry entry;
    try {
      if (frame.type() != Frame.ENTRY) {
        pass(frame.type() == Frame.VOID ? LostRanges.unpack(meta) : List.of(), next);
        return null;
      }
      entry = EntryCodec.unpack(meta);
    } catch (RuntimeException e) {
      // The check sums are right, the content is not.
      return damaged(current);
    }
    if (!wants(filter, entry)) {
      location = next;
      return null;
    }
    byte[] body = bodies ? reader.body(frame, limit) : NOTHING;
    if (body == null) {
      return damaged(current);
    }
    ByteBuffer readOnly = ByteBuffer.wrap(body).asReadOnlyBuffer();
    StoredEntry read = new StoredEntry(location, next, entry.withBody(readOnly), false);
    location = next;
    return read;
  }

  private @Nullable StoredEntry damaged(Segment current) throws IOException {
    Inspector.Part part = inspector.passOver(current, location.offset());
    pass(part.lost(), new Location(current.id(), part.end()));
    close();
    return null;
  }

  /** Gives back the file that it has open; it may go on afterwards. */
  @Override
  public void close() throws IOException {
    StoreFile opened = file;
    Segment current = segment;
    file = null;
    records = null;
    if (opened != null && current != null) {
      current.close(opened);
    }
  }
}
