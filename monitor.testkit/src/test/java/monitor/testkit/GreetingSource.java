package monitor.testkit;

import java.time.Duration;
import java.util.List;
import monitor.api.capability.Capability;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventSource;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.source.SourceProperties.Overflow;

/** Counts on from its position, one greeting each tick. */
@SourceProperties(
    offers = {Capability.CUSTOM, Capability.PERFORMANCE},
    uses = Capability.KERNEL_LEVEL,
    kinds = "hello.greeting",
    overflow = Overflow.BLOCK)
final class GreetingSource implements EventSource {
  static final Kind KIND = new Kind("hello.greeting");

  private final Duration interval;

  GreetingSource(Duration interval) {
    this.interval = interval;
  }

  @Override
  public void run(SourceContext context) {
    EventStream stream = context.stream(KIND);
    Position last = stream.positions().get("count");
    long count = last == null || last.value() == null ? 0 : Long.parseLong(last.value());
    while (context.awaitNext(interval)) {
      count++;
      stream.emit(
          List.of(Event.custom(KIND.name(), Attributes.of("count", count))),
          new Position("count", 1, Long.toString(count)));
    }
  }
}
