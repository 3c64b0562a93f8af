package monitor.itest.upgrade;

import java.time.Duration;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;

/** A source beside those that are upgraded: an event every five milliseconds. */
public final class WitnessSource implements EventSource {
  static final String KIND = "witness.tick";

  private static final Duration TICK = Duration.ofMillis(5);

  /** Made by its component. */
  public WitnessSource() {}

  @Override
  public void run(SourceContext context) {
    while (context.awaitNext(TICK)) {
      context.emit(Event.custom(KIND, Attributes.EMPTY));
    }
  }
}
