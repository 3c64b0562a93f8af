package monitor.runtime.journal;

import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The segments of a lane in their order. Changed by one thread, read by any. */
final class SegmentList {
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

  void add(Segment segment) {
    segments.put(segment.id(), segment);
  }

  void remove(Segment segment) {
    segments.remove(segment.id());
  }

  @Nullable Segment first() {
    var entry = segments.firstEntry();
    return entry == null ? null : entry.getValue();
  }

  @Nullable Segment last() {
    var entry = segments.lastEntry();
    return entry == null ? null : entry.getValue();
  }

  /** The segment of this number, or else the next one. */
  @Nullable Segment from(long id) {
    var entry = segments.ceilingEntry(id);
    return entry == null ? null : entry.getValue();
  }

  @Nullable Segment after(long id) {
    var entry = segments.higherEntry(id);
    return entry == null ? null : entry.getValue();
  }

  @Nullable Segment before(long id) {
    var entry = segments.lowerEntry(id);
    return entry == null ? null : entry.getValue();
  }

  Iterable<Segment> all() {
    return segments.values();
  }

  int size() {
    return segments.size();
  }

  long bytes() {
    long sum = 0;
    for (Segment segment : segments.values()) {
      sum += segment.fileBytes();
    }
    return sum;
  }

  /** The durable end; {@link Location#START} if there is no segment. */
  Location end() {
    Segment last = last();
    return last == null ? Location.START : last.endLocation();
  }
}
