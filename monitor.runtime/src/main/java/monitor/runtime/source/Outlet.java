package monitor.runtime.source;

import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.Relay;
import monitor.runtime.containment.Admission;

/** Where the events of a source go; outlives its runs. */
interface Outlet {
  /** Name of the agent in the identity of its batches. */
  String agent();

  /** A stream as one run sees it. */
  EventStream stream(Kind kind, Admission admission, Fence fence);

  /**
   * The relay as one run sees it.
   *
   * @throws IllegalStateException if the source has none
   */
  Relay relay(Fence fence);
}
