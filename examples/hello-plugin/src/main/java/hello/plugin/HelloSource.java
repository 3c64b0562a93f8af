package hello.plugin;

import java.time.Duration;
import monitor.api.capability.Capability;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import org.osgi.service.component.annotations.Component;

/** Says hello once a second. */
@Component
@SourceProperties(offers = Capability.CUSTOM, kinds = "hello.greeting")
public final class HelloSource implements EventSource {
  @Override
  public void run(SourceContext context) {
    while (context.awaitNext(Duration.ofSeconds(1))) {
      context.emit(Event.custom("hello.greeting", Attributes.of("text", "hello")));
    }
  }
}
