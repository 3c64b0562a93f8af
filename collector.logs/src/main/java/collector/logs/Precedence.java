package collector.logs;

import java.io.IOException;
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
   * The file that comes first, if it has something by now that was not emitted: records that wait,
   * or lines of a writer that was told late to begin the other file.
   */
  @Nullable TailedFile unfinished() throws IOException {
    TailedFile earlier = predecessor;
    if (earlier == null || !earlier.isOpen()) {
      predecessor = null;
      return null;
    }
    return !earlier.held() && (earlier.pending() || earlier.grown()) ? earlier : null;
  }
}
