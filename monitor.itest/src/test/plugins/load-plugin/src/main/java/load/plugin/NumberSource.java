package load.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import monitor.api.capability.Capability;
import monitor.api.event.Series;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import org.osgi.service.component.annotations.Component;

/**
 * Samples 0, 1, 2 and so on, {@code load.rate} a second, of a source that may lose the oldest. When
 * the file {@code load.stop} is there it ends and writes into it how many it emitted.
 */
@Component
@SourceProperties(offers = Capability.PERFORMANCE, kinds = "sample")
public final class NumberSource implements EventSource {
  private static final Duration TICK = Duration.ofMillis(10);
  private static final Series NUMBER = Series.counter("load.number", "1");

  private final Path stop = Path.of(System.getProperty("load.stop"));
  private final int each = Integer.getInteger("load.rate") / 100;
  private long next;

  @Override
  public void run(SourceContext context) throws Exception {
    while (context.awaitNext(TICK) && !Files.exists(stop)) {
      for (int i = 0; i < each; i++) {
        context.emit(NUMBER.sample(next++));
      }
    }
    Files.writeString(stop, Long.toString(next));
    context.awaitStop();
  }
}
