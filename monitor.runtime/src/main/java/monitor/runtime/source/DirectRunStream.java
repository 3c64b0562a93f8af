package monitor.runtime.source;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.runtime.containment.Admission;
import monitor.runtime.stream.DirectStream;

/**
 * A stream past the journal as one run of its source sees it: it submits only, because nothing
 * would keep an event that nobody waits for.
 */
record DirectRunStream(String source, DirectStream stream, Admission admission, Fence fence)
    implements EventStream {
  @Override
  public void emit(Event event) {
    throw submitsOnly();
  }

  @Override
  public boolean offer(Event event) {
    throw submitsOnly();
  }

  @Override
  public void emit(List<Event> unit, Position... after) {
    throw submitsOnly();
  }

  private IllegalStateException submitsOnly() {
    fence.check();
    return new IllegalStateException(
        source + " declares the route DIRECT: its events are submitted, not emitted");
  }

  @Override
  public CompletionStage<Outcome> submit(List<Event> events) {
    fence.check();
    return stream.submit(events, admission);
  }

  @Override
  public Map<String, Position> positions() {
    fence.check();
    return Map.of();
  }
}
