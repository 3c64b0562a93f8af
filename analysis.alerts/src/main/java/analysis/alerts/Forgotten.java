package analysis.alerts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the streams had come of which a series that had rung is not watched any more. Batches of
 * a stream come in order, so what is not behind that place comes again, and must not ring again.
 * Guarded by the board.
 */
final class Forgotten {
  /** Most streams; beyond it the one that was added to longest ago is left out. */
  private static final int MOST = 10_000;

  /** By the begin of the stream. */
  private final SequencedMap<Mark, Mark> marks = new LinkedHashMap<>();

  /** Adds the place of the last sample of a series; null if it is not known. */
  void add(@Nullable Mark mark) {
    if (mark != null) {
      Mark before = marks.remove(mark.begin());
      marks.put(mark.begin(), before != null && before.covers(mark) ? before : mark);
      if (marks.size() > MOST) {
        marks.pollFirstEntry();
      }
    }
  }

  /** Whether a sample comes again. */
  boolean covers(Mark mark) {
    Mark last = marks.get(mark.begin());
    return last != null && last.covers(mark);
  }

  /** What is to be kept, the one that was added to longest ago first. */
  List<Mark> marks() {
    return List.copyOf(marks.values());
  }
}
