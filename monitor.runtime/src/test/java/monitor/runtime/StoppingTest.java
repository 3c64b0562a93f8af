package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.event.Kind;
import monitor.api.source.SourceProperties.Overflow;
import monitor.api.source.SourceProperties.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin with several sources stops as fast as its slowest one. */
class StoppingTest {
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);
  private static final int SOURCES = 3;

  @TempDir Path data;

  private static SourceSpec spec(String name, String plugin) {
    List<Kind> kinds = List.of(new Kind("test.tick"));
    return new SourceSpec(
        name,
        plugin,
        CUSTOM,
        Capabilities.NONE,
        Capabilities.NONE,
        kinds,
        Overflow.BLOCK,
        Route.JOURNAL);
  }

  @Test
  void asksAllSourcesOfThePluginBeforeItWaitsForOne() throws Exception {
    CountDownLatch running = new CountDownLatch(SOURCES + 1);
    CountDownLatch asked = new CountDownLatch(SOURCES);
    AtomicInteger patient = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    try (Monitor monitor = Monitor.builder(data).build()) {
      List<Registration> registrations = new ArrayList<>();
      for (int i = 0; i < SOURCES; i++) {
        registrations.add(
            monitor.register(
                spec("tail~" + i, "acme.tail"),
                context -> {
                  running.countDown();
                  context.awaitStop();
                  asked.countDown();
                  // Interrupted, unless the others are asked as well.
                  asked.await();
                  patient.incrementAndGet();
                }));
      }
      monitor.register(
          spec("other", "acme.other"),
          context -> {
            running.countDown();
            context.awaitStop();
            others.incrementAndGet();
          });
      running.await();
      monitor.stopping("acme.tail");
      registrations.forEach(Registration::close);
      assertThat(patient).hasValue(SOURCES);
      assertThat(others).hasValue(0);
    }
  }
}
