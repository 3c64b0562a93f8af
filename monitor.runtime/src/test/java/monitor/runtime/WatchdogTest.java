package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Incident;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls into components that do not come back, beside components that work. */
class WatchdogTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);

  @TempDir Path data;
  private Monitor monitor;
  private final CountDownLatch release = new CountDownLatch(1);
  private final RecordingSink good = new RecordingSink();

  @BeforeEach
  void start() throws Exception {
    monitor =
        Monitor.builder(data)
            .shutdownTimeout(Duration.ofMillis(600))
            .healthCheckInterval(Duration.ofSeconds(1))
            .build();
    monitor.callDeadline(Duration.ofMillis(200));
    monitor.register(SinkSpec.essential("good"), good);
    monitor.register(SourceSpec.of("ticking", CUSTOM, TICK), WatchdogTest::tick);
  }

  @AfterEach
  void stop() throws Exception {
    release.countDown();
    monitor.close();
  }

  private static void tick(SourceContext context) {
    for (long i = 0; context.awaitNext(Duration.ofMillis(5)); i++) {
      context.emit(Event.custom(TICK.name(), Attributes.of("n", i)));
    }
  }

  @Test
  void interruptsADeliveryThatHangsAndEndsItInQuarantineUnlessItIsEssential() throws Exception {
    monitor.register(SinkSpec.bestEffort("hangs"), new HangingSink());
    monitor.register(SinkSpec.essential("storage"), new HangingSink());
    Await.until(() -> state("hangs") == ComponentState.QUARANTINED);
    assertThat(sink("hangs").reason())
        .isEqualTo("it hung 5 times, last: it hung in deliver and had to be interrupted");
    Await.until(() -> sink("storage").restarts() > 5);
    assertThat(state("storage")).isNotEqualTo(ComponentState.QUARANTINED);
    assertThat(incidents("hangs", Incident.Kind.QUARANTINE)).hasSize(1);
    Incident stuck = incidents("hangs", Incident.Kind.STUCK).getFirst();
    assertThat(stuck.what())
        .startsWith("sink hangs has not come back from deliver within 200 ms; it is at monitor.");
    assertThat(stuck.stack().toString()).contains("WatchdogTest$HangingSink.deliver");
    assertThat(stuck.count()).isEqualTo(5);
    assertGoesOn();
  }

  @Test
  void showsWhereADeliveryIsThatDoesNotReactToTheInterrupt() throws Exception {
    monitor.register(
        SinkSpec.bestEffort("deaf"),
        batch -> {
          while (release.getCount() > 0) {
            Thread.onSpinWait();
          }
          return Outcome.ACCEPTED;
        });
    Await.until(() -> sink("deaf").reason().startsWith("it has not come back from deliver"));
    assertThat(state("deaf")).isEqualTo(ComponentState.DEGRADED);
    assertGoesOn();
    assertThat(incidents("deaf", Incident.Kind.STUCK)).isNotEmpty();
  }

  @Test
  void asksTheOthersHowTheyAreWhileOneDoesNotAnswer() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    monitor.register(
        SourceSpec.of("a", CUSTOM, TICK),
        new Checked() {
          @Override
          public Status check() {
            while (release.getCount() > 0) {
              Thread.onSpinWait();
            }
            return Status.OK;
          }
        });
    monitor.register(
        SourceSpec.of("b", CUSTOM, TICK),
        new Checked() {
          @Override
          public Status check() {
            asked.incrementAndGet();
            throw new AssertionError("it is ill");
          }
        });
    Await.until(() -> asked.get() >= 3);
    Await.until(() -> reason("a").startsWith("it has not come back from its health check"));
    assertThat(reason("b"))
        .isEqualTo("its health check failed: java.lang.AssertionError: it is ill");
  }

  @Test
  void reportsWhereASourceHangsThatDoesNotStop() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Registration hanging =
        monitor.register(
            SourceSpec.of("hanging", CUSTOM, TICK),
            context -> {
              running.countDown();
              while (release.getCount() > 0) {
                Thread.onSpinWait();
              }
            });
    running.await();
    hanging.close();
    Incident stuck = incidents("hanging", Incident.Kind.STUCK).getFirst();
    assertThat(stuck.what())
        .startsWith("source hanging did not stop within 600 ms and was fenced off; its thread goes")
        .contains("monitor.runtime.WatchdogTest");
    assertGoesOn();
  }

  @Test
  void isNotHeldUpByAResourceThatDoesNotClose() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Registration source =
        monitor.register(
            SourceSpec.of("leaving", CUSTOM, TICK),
            context -> {
              context.closeOnStop(() -> {
                while (release.getCount() > 0) {
                  Thread.onSpinWait();
                }
              });
              running.countDown();
              context.awaitStop();
            });
    running.await();
    source.close();
    assertThat(incidents("leaving", Incident.Kind.STUCK))
        .extracting(Incident::what)
        .anyMatch(
            what -> what.startsWith("source leaving did not close its resources within 600 ms"));
  }

  private void assertGoesOn() throws Exception {
    int before = good.numbers().size();
    Await.until(() -> good.numbers().size() > before + 20);
  }

  private ComponentView sink(String name) {
    return monitor.view().sinks().stream()
        .filter(sink -> sink.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ComponentState state(String sink) {
    return sink(sink).state();
  }

  private String reason(String source) {
    return monitor.view().sources().stream()
        .filter(view -> view.name().equals(source))
        .findFirst()
        .orElseThrow()
        .reason();
  }

  private List<Incident> incidents(String plugin, Incident.Kind kind) {
    return monitor.containment().incidents().stream()
        .filter(incident -> incident.plugin().equals(plugin) && incident.kind() == kind)
        .toList();
  }

  /** Comes back only when it is interrupted. */
  private static final class HangingSink implements Sink {
    @Override
    public Delivery deliver(Batch batch) throws InterruptedException {
      new CountDownLatch(1).await();
      return Outcome.ACCEPTED;
    }
  }

  private abstract static class Checked implements EventSource, HealthCheck {
    @Override
    public void run(SourceContext context) {
      context.awaitStop();
    }
  }
}
