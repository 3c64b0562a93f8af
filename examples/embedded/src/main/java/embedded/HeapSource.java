package embedded;

import java.time.Duration;
import monitor.api.event.Series;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;

/** Measures the used heap of this process, ten times a second. */
final class HeapSource implements EventSource {
  private static final Series USED = Series.gauge("jvm.memory.used", "By");

  @Override
  public void run(SourceContext context) {
    while (context.awaitNext(Duration.ofMillis(100))) {
      Runtime jvm = Runtime.getRuntime();
      context.emit(USED.sample(jvm.totalMemory() - jvm.freeMemory()));
    }
  }
}
