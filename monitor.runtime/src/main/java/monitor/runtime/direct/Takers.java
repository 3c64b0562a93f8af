package monitor.runtime.direct;

import java.util.List;
import monitor.api.event.Kind;

/** Which sinks are there for what a direct source passes on, as things are now. */
public interface Takers {
  /** Those that have to answer, absent ones that may have to included, and those that get it. */
  List<Taker> of(String source, Kind kind);

  /** Whether a sink has to do with it, as far as that can be known. */
  boolean takes(String sink, String source, Kind kind);

  /**
   * One of them.
   *
   * @param sink instance name
   * @param awaited whether the peer is answered only when this sink has
   * @param mostBytes what may wait for one that is not awaited
   */
  record Taker(String sink, boolean awaited, long mostBytes) {}
}
