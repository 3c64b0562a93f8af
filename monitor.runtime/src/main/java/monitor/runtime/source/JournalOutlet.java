package monitor.runtime.source;

import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.Relay;
import monitor.runtime.SourceSpec;
import monitor.runtime.containment.Admission;
import monitor.runtime.stream.BufferLimits;
import monitor.runtime.stream.Streams;

/** Into the journal. */
record JournalOutlet(SourceSpec spec, Streams streams, BufferLimits limits) implements Outlet {
  @Override
  public String agent() {
    return streams.agent();
  }

  @Override
  public EventStream stream(Kind kind, Admission admission, Fence fence) {
    return new RunStream(
        streams.open(spec.name(), kind, spec.overflow(), limits), admission, fence);
  }

  @Override
  public Relay relay(Fence fence) {
    throw new IllegalStateException(
        spec.name() + " did not declare the route DIRECT, so it has nothing to relay");
  }
}
