package monitor.rest.submit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import monitor.api.capability.Capability;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventSource;
import monitor.api.source.EventStream;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** The source of what programs submit through the API. Thread-safe. */
@Component(
    configurationPolicy = ConfigurationPolicy.IGNORE,
    name = "monitor.rest",
    service = {EventSource.class, Intake.class})
@SourceProperties(
    offers = Capability.PERFORMANCE,
    kinds = "sample",
    overflow = SourceProperties.Overflow.DROP_NEWEST)
public final class SubmittedSource implements EventSource, Intake {
  private volatile @Nullable EventStream stream;

  @Override
  public void run(SourceContext context) {
    stream = context.stream(Kind.SAMPLE);
    try {
      context.awaitStop();
    } finally {
      stream = null;
    }
  }

  @Override
  public CompletionStage<Outcome> submit(List<Event> events) {
    EventStream open = stream;
    if (open == null) {
      return CompletableFuture.completedStage(Outcome.retry("the runtime does not run the source"));
    }
    try {
      return open.submit(events);
    } catch (IllegalStateException e) {
      return CompletableFuture.completedStage(Outcome.retry("the source is being stopped"));
    }
  }
}
