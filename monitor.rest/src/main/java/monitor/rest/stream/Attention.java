package monitor.rest.stream;

/**
 * Whether a topic is attended to although nobody listens just now, and since when without a break.
 * Thread-safe.
 */
final class Attention {
  /** How long a client may stay away without missing anything that is still kept. */
  static final long LINGER_NANOS = 60_000_000_000L;

  private boolean known;
  private long leftNanos;
  private long brokenAfter = -1;

  /** A client left. */
  synchronized void left(long nowNanos) {
    known = true;
    leftNanos = nowNanos;
  }

  /** Whether the last client left a moment ago. */
  synchronized boolean lingers(long nowNanos) {
    return known && nowNanos - leftNanos < LINGER_NANOS;
  }

  /** A client came after nobody attended: what happened after this frame was not seen. */
  synchronized void resumed(long lastFrame) {
    brokenAfter = lastFrame;
  }

  /** Whether everything after this frame was seen. */
  synchronized boolean unbrokenSince(long frame) {
    return frame > brokenAfter;
  }
}
