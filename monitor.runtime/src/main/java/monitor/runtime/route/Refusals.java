package monitor.runtime.route;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a sink has refused for ever in this session, so that it is not handed over again when the
 * sink asks for it: ranges that follow each other without a hole, up to the last refusal. What was
 * refused before a hole lies before something that the sink took; if it asks for that, it was put
 * back to an earlier state, and decides anew. Belongs to the session's thread.
 */
final class Refusals {
  private static final int MOST = 100;

  private final Deque<Refusal> run = new ArrayDeque<>();

  /**
   * Numbers that a sink refused.
   *
   * @param next number after the last one
   * @param reason why they are dropped
   */
  record Refusal(long first, long next, String reason) {}

  /** A range was refused. Beyond the bound it goes by the reason of the one before it. */
  void add(long first, long next, String reason) {
    Refusal last = run.peekLast();
    if (last == null || last.next() != first) {
      run.clear();
      run.add(new Refusal(first, next, reason));
    } else if (last.reason().equals(reason) || run.size() == MOST) {
      run.removeLast();
      run.add(new Refusal(last.first(), next, last.reason()));
    } else {
      run.add(new Refusal(first, next, reason));
    }
  }

  /** The refused range that contains a number; null if it was not refused. */
  @Nullable Refusal at(long sequence) {
    for (Refusal refusal : run) {
      if (refusal.first() <= sequence && sequence < refusal.next()) {
        return refusal;
      }
    }
    return null;
  }
}
