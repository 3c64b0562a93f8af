package embedded;

import java.nio.file.Path;
import java.time.Duration;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.event.Kind;
import monitor.api.operation.RouteView;
import monitor.runtime.Monitor;
import monitor.runtime.Registration;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;

/** Runs the runtime for two seconds: a source, a sink, and what is between them. */
public final class EmbeddedMonitor {
  private EmbeddedMonitor() {}

  /** The folder for the journal; {@code target/data} without an argument. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments.length == 0 ? "target/data" : arguments[0]);
    LatestValues latest = new LatestValues();
    try (Monitor monitor =
        Monitor.builder(data)
            .maxEventSources(4)
            .eventBufferSize(1_000)
            .shutdownTimeout(Duration.ofSeconds(5))
            .build()) {
      monitor.register(SinkSpec.essential("latest"), latest);
      Registration heap =
          monitor.register(
              SourceSpec.of("heap", Capabilities.of(Capability.PERFORMANCE), Kind.SAMPLE),
              new HeapSource());
      Thread.sleep(Duration.ofSeconds(2));
      heap.close();
      latest.now().forEach((name, value) -> System.out.printf("%s = %,.0f%n", name, value));
      monitor.view().routes().forEach(EmbeddedMonitor::print);
    }
  }

  private static void print(RouteView route) {
    System.out.printf(
        "%s -> %s: %d events = %d delivered + %d buffered%n",
        route.source(),
        route.sink(),
        route.balance().received(),
        route.balance().delivered(),
        route.balance().buffered());
  }
}
