package monitor.runtime.journal;

import java.util.Map;

/**
 * How far the streams of a lane had come at the begin of one of its segments.
 *
 * @param at where the segment begins
 * @param createdMillis when it was begun, milliseconds since 1970; never, if that cannot be read
 * @param whole whether all is known that its snapshot holds
 * @param streams by name; those that had their latest entry in this lane
 */
public record SegmentMark(
    Location at, long createdMillis, boolean whole, Map<String, StreamMark> streams) {
  /** Copies the map. */
  public SegmentMark {
    streams = Map.copyOf(streams);
  }
}
