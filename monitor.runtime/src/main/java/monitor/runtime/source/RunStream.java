package monitor.runtime.source;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.runtime.containment.Admission;
import monitor.runtime.stream.OpenStream;

/** A stream as one run of its source sees it: behind the fence every call fails. */
final class RunStream implements EventStream {
  private final OpenStream stream;
  private final Admission admission;
  private final Fence fence;
  private final Map<String, Position> positions;

  RunStream(OpenStream stream, Admission admission, Fence fence) {
    this.stream = stream;
    this.admission = admission;
    this.fence = fence;
    this.positions = stream.positions();
  }

  @Override
  public void emit(Event event) {
    fence.check();
    taken(stream.emit(event, admission, fence::open));
  }

  @Override
  public boolean offer(Event event) {
    fence.check();
    return stream.offer(event, admission);
  }

  @Override
  public void emit(List<Event> unit, Position... after) {
    fence.check();
    taken(stream.emit(unit, List.of(after), admission, fence::open));
    fence.check();
  }

  /** Else a source would go on behind what was not taken, and the next run with it. */
  private void taken(boolean taken) {
    if (!taken) {
      fence.check();
      throw new IllegalStateException("interrupted before there was room for the events");
    }
  }

  @Override
  public CompletionStage<Outcome> submit(List<Event> events) {
    fence.check();
    return stream.submit(events, admission);
  }

  @Override
  public Map<String, Position> positions() {
    fence.check();
    return positions;
  }
}
