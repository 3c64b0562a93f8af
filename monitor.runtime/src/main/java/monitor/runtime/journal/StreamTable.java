package monitor.runtime.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Epoch;
import monitor.api.source.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is durable of every stream: the sum of all entries so far, and the content of the snapshot
 * at the begin of each segment. Not thread-safe.
 */
final class StreamTable {
  private static final int CHUNK_BYTES = 64 << 10;

  private final Map<String, Stream> streams = new LinkedHashMap<>();
  private boolean complete;

  /** One stream. Serial 0: nothing of it is durable yet. */
  static final class Stream {
    final String name;
    Lane lane;
    @Nullable Epoch epoch;
    long next;
    long serial;
    final Map<String, Position> positions = new HashMap<>();
    final Map<String, Long> dropped = new LinkedHashMap<>();
    Lane stagedLane;
    @Nullable Epoch stagedEpoch;
    long stagedNext;

    Stream(String name, Lane lane) {
      this.name = name;
      this.lane = lane;
      this.stagedLane = lane;
    }

    /** Counts the entry as about to be written. */
    void stage(Entry entry, Lane newLane) {
      stagedLane = newLane;
      if (entry.count() > 0 && follows(entry.epoch(), stagedEpoch)) {
        stagedEpoch = entry.epoch();
        stagedNext = entry.nextSequence();
      }
    }

    /** Forgets what was about to be written. */
    void unstage() {
      stagedLane = lane;
      stagedEpoch = epoch;
      stagedNext = next;
    }

    StreamState state() {
      return new StreamState(lane, next, positions, dropped);
    }

    private void apply(Entry entry, long newSerial, Lane newLane) {
      lane = newLane;
      serial = newSerial;
      advance(entry);
      if (entry.gap() != null) {
        dropped.merge(entry.gap(), (long) entry.count(), Long::sum);
      }
      move(entry.positions());
    }

    private void advance(Entry entry) {
      if (entry.count() > 0 && follows(entry.epoch(), epoch)) {
        epoch = entry.epoch();
        next = entry.nextSequence();
      }
    }

    private void skip(Damage.Lost range) {
      if (follows(range.epoch(), epoch) && range.to() > next) {
        epoch = range.epoch();
        next = range.to();
      }
    }

    private void move(List<Position> changes) {
      for (Position change : changes) {
        if (change.value() == null) {
          positions.remove(change.key());
        } else {
          positions.put(change.key(), change);
        }
      }
    }
  }

  /** Gaps for an older epoch may come late; they do not move the sequence. */
  private static boolean follows(Epoch epoch, @Nullable Epoch before) {
    return before == null || epoch.ordinal() >= before.ordinal();
  }

  /** Whether it knows all streams that there are, and not only some of them. */
  boolean isComplete() {
    return complete;
  }

  void complete() {
    complete = true;
  }

  @Nullable Stream find(String name) {
    return streams.get(name);
  }

  Stream obtain(String name, Lane lane) {
    return streams.computeIfAbsent(name, n -> new Stream(n, lane));
  }

  /** Adds what an entry changes. */
  void apply(Entry entry, long serial, Lane lane) {
    obtain(entry.stream(), lane).apply(entry, serial, lane);
  }

  /** Goes on after numbers that were lost. */
  void skip(Damage.Lost range, Lane lane) {
    obtain(range.stream(), lane).skip(range);
  }

  /** Streams of which something is durable. */
  List<Stream> durable() {
    return streams.values().stream().filter(stream -> stream.serial > 0).toList();
  }

  /** Takes over the streams that are newer in another table. */
  void merge(StreamTable other) {
    for (Stream stream : other.durable()) {
      Stream mine = streams.get(stream.name);
      if (mine == null || mine.serial < stream.serial) {
        streams.put(stream.name, stream);
      }
    }
    // What was read behind a snapshot moved on from it: the next entry follows the last one read.
    streams.values().forEach(Stream::unstage);
  }

  /** The records of the snapshot of a lane. */
  List<Packed> snapshot(Lane lane) {
    List<Packed> records = new ArrayList<>();
    for (Stream stream : durable()) {
      if (stream.lane == lane || stream.stagedLane == lane) {
        pack(stream, records);
      }
    }
    return records;
  }

  private static void pack(Stream stream, List<Packed> records) {
    List<Position> chunk = new ArrayList<>();
    int bytes = 0;
    boolean first = true;
    for (Position position : stream.positions.values()) {
      chunk.add(position);
      bytes += position.key().length() + 12 + String.valueOf(position.value()).length();
      if (bytes >= CHUNK_BYTES) {
        records.add(pack(stream, first, chunk));
        first = false;
        bytes = 0;
        chunk.clear();
      }
    }
    if (first || !chunk.isEmpty()) {
      records.add(pack(stream, first, chunk));
    }
  }

  private static Packed pack(Stream stream, boolean first, List<Position> positions) {
    MetaWriter meta =
        new MetaWriter()
            .putText(stream.name)
            .putByte(first ? 1 : 0)
            .putLong(stream.serial)
            .putByte(stream.epoch == null ? 0 : 1);
    if (stream.epoch != null) {
      meta.putEpoch(stream.epoch).putLong(stream.next);
    }
    meta.putInt(stream.dropped.size());
    stream.dropped.forEach((reason, count) -> meta.putText(reason).putLong(count));
    EntryCodec.putPositions(meta, positions);
    return Packed.of(Frame.STREAM, meta);
  }

  /**
   * Takes over a part of a snapshot.
   *
   * @param whole whether the rest of the snapshot is there too, so that what it does not name is
   *     gone
   */
  void restore(Snapshot part, Lane lane, boolean whole) {
    boolean anew = part.first() && whole;
    Stream stream = anew ? new Stream(part.name(), lane) : obtain(part.name(), lane);
    streams.put(part.name(), stream);
    stream.serial = part.serial();
    stream.epoch = part.epoch();
    stream.next = part.next();
    stream.dropped.putAll(part.dropped());
    stream.move(part.positions());
    stream.unstage();
  }

  /** A record of a snapshot: a stream with some of its positions. */
  record Snapshot(
      String name,
      boolean first,
      long serial,
      @Nullable Epoch epoch,
      long next,
      Map<String, Long> dropped,
      List<Position> positions) {
    /**
     * Reads one.
     *
     * @throws RuntimeException if the bytes are none
     */
    static Snapshot unpack(byte[] bytes) {
      MetaReader meta = new MetaReader(bytes);
      String name = meta.getText();
      boolean first = meta.getByte() != 0;
      long serial = meta.getLong();
      Epoch epoch = meta.getByte() == 0 ? null : meta.getEpoch();
      long next = epoch == null ? 0 : meta.getLong();
      Map<String, Long> dropped = new LinkedHashMap<>();
      int reasons = meta.getInt();
      for (int i = 0; i < reasons; i++) {
        dropped.put(meta.getText(), meta.getLong());
      }
      return new Snapshot(name, first, serial, epoch, next, dropped, EntryCodec.positions(meta));
    }
  }
}
