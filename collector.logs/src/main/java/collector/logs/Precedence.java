package collector.logs;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which file is to be read before another one. Used by the thread of the source only. */
final class Precedence {
  private @Nullable TailedFile first;
  private @Nullable TailedFile predecessor;

  /** The file that is to be read to its end first, if one is. */
  @Nullable TailedFile first() {
    return first;
  }

  /** Another file comes first: it is read to its end now, and what is late in it later. */
  void after(TailedFile earlier) {
    first = earlier;
    predecessor = earlier;
  }

  /** One of those that come first is to be read to its end now. */
  void await(TailedFile earlier) {
    first = earlier;
  }

  /** What comes first has been read. */
  void begun() {
    first = null;
  }

  /** No other file matters. */
  void none() {
    first = null;
    predecessor = null;
  }

  /**
   * A file that comes first, if it has something by now that was not emitted: records that wait, or
   * lines of a writer that was told late to begin the other file. Not only the one just before:
   * that one may be empty, and then nothing has made those before it emit what waits.
   */
  @Nullable TailedFile unfinished() throws IOException {
    if (predecessor != null && !predecessor.isOpen()) {
      predecessor = null;
    }
    Set<TailedFile> passed = new HashSet<>();
    TailedFile earlier = predecessor;
    // Names that were exchanged make a circle.
    while (earlier != null
        && earlier.isOpen()
        && earlier.precedence() != this
        && passed.add(earlier)) {
      if (!earlier.held() && (earlier.pending() || earlier.grown())) {
        return earlier;
      }
      earlier = earlier.precedence().predecessor;
    }
    return null;
  }
}
