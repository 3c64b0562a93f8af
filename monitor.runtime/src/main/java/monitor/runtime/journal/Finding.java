package monitor.runtime.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A damaged part while it is being looked into. */
final class Finding {
  /** What has to be done about it. */
  enum Kind {
    /** A part between intact records: it is set aside and filled. */
    PART,
    /** The end of a segment: it is set aside and cut off. */
    TAIL,
    /** A whole file: it is set aside. */
    FILE,
    /** Something that should be there and is not. */
    MISSING
  }

  private final Kind kind;
  private final Segment segment;
  private final long from;
  private long to;
  private final String reason;
  private @Nullable Location previous;
  private final List<Damage.Lost> lost = new ArrayList<>();

  Finding(Kind kind, Segment segment, long from, long to, String reason) {
    this.kind = kind;
    this.segment = segment;
    this.from = from;
    this.to = to;
    this.reason = reason;
  }

  Kind kind() {
    return kind;
  }

  Segment segment() {
    return segment;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  /** The same, but the whole file is to be set aside. */
  Finding asFile() {
    Finding whole = new Finding(Kind.FILE, segment, from, to, reason);
    whole.lost.addAll(lost);
    whole.previous = previous;
    return whole;
  }

  /** Extends it. */
  void to(long newTo) {
    to = newTo;
  }

  /** Where the segment before the file ends, if something has to take its place; else null. */
  @Nullable Location previous() {
    return previous;
  }

  /** Something has to take the place of the file, which must end where this finding does. */
  void previous(Location end) {
    previous = end;
  }

  /** The numbers that were in it, as far as they are known by now. */
  List<Damage.Lost> lost() {
    return List.copyOf(lost);
  }

  /** Adds numbers that were in it; a range that goes on where the last one ends is joined to it. */
  void lose(Damage.Lost range) {
    if (!LostRanges.plausible(range)) {
      return;
    }
    if (!lost.isEmpty()) {
      Damage.Lost last = lost.getLast();
      if (last.stream().equals(range.stream())
          && last.epoch().equals(range.epoch())
          && last.to() == range.from()) {
        lost.removeLast();
        lost.add(new Damage.Lost(last.stream(), last.epoch(), last.from(), range.to()));
        return;
      }
    }
    lost.add(range);
  }

  Damage damage(Instant found) {
    return new Damage(found, segment.name(), from, to - from, reason, lost);
  }
}
