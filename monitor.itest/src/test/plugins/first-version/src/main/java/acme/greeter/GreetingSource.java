package acme.greeter;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import monitor.api.capability.Capability;
import monitor.api.config.Values;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventSource;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.source.SourceProperties.Overflow;
import monitor.api.source.SourceProperties.Route;
import monitor.api.status.Conditions;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Emits one event of each kind, in each way there is, and says that all was as promised. */
@Component(service = EventSource.class, configurationPid = "acme.greeter")
@SourceProperties(
    offers = Capability.CUSTOM,
    requires = Capability.CUSTOM,
    uses = Capability.KERNEL_LEVEL,
    kinds = {"acme.greeting", "log", "sample", "process", "flow", "file", "probe"},
    overflow = Overflow.BLOCK,
    route = Route.JOURNAL,
    positionFormat = 2,
    oldestPositionFormat = 1,
    newestPositionFormat = 2)
public final class GreetingSource implements EventSource, HealthCheck {
  private static final Kind GREETING = new Kind("acme.greeting");

  private final Duration interval;
  private volatile Status status = Status.OK;

  /** Reads its configuration. */
  @Activate
  public GreetingSource(GreetingConfiguration configuration) {
    interval = Values.duration("interval", configuration.interval());
    if (Values.size("size", configuration.size()) != 4096) {
      throw new IllegalArgumentException("size: a size is not read as it was");
    }
  }

  @Override
  public void run(SourceContext context) throws Exception {
    Conditions conditions = new Conditions(context::report);
    conditions.set("start", "it has not begun");
    EventStream stream = context.stream(GREETING);
    Position before = stream.positions().get("greetings");
    long told = before == null ? 0 : Long.parseLong(before.value());
    context.closeOnStop(new StringReader("closed when it is asked to stop"));
    context.fork("waits", context::awaitStop);
    check(context.grant().sufficient() && context.grant().granted().contains(Capability.CUSTOM));
    check(!context.name().isEmpty() && !context.agent().isEmpty());
    check(context.clock().millis() > 0 && !context.stopping());
    Path note = Files.writeString(context.folder().resolve("note"), "kept");
    check(Files.readString(note).equals("kept"));
    for (Event each : Everything.events()) {
      context.emit(each);
    }
    Outcome outcome = stream.submit(List.of(greeting(told))).toCompletableFuture().get();
    check(outcome instanceof Outcome.Accepted || outcome instanceof Outcome.Retry);
    conditions.set("start", null);
    status = Status.degraded("all is as it was");
    context.report(status);
    while (context.awaitNext(interval)) {
      stream.emit(List.of(greeting(++told)), new Position("greetings", 2, Long.toString(told)));
      stream.offer(greeting(told));
      stream.emit(greeting(told));
    }
  }

  private static void check(boolean promise) {
    if (!promise) {
      throw new IllegalStateException("what the API promised does not hold");
    }
  }

  private static Event greeting(long number) {
    return Event.custom(GREETING.name(), Attributes.of("text", "hello").with("number", number));
  }

  @Override
  public Status check() {
    return status;
  }
}
