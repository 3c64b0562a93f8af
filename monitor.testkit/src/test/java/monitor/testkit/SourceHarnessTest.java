package monitor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties.Overflow;
import monitor.api.source.SourceProperties.Route;
import monitor.api.status.Status;
import org.junit.jupiter.api.Test;

class SourceHarnessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final SourceDeclaration LOGS =
      SourceDeclaration.ofKinds(Overflow.DROP_NEWEST, Kind.LOG);

  private static Event line(String text) {
    return Event.now(new LogLine(Text.of(text), Severity.INFO, false));
  }

  @Test
  void readsTheDeclarationFromTheClassFile() {
    SourceDeclaration declaration = SourceDeclaration.of(GreetingSource.class);
    assertThat(declaration.offers())
        .isEqualTo(Capabilities.of(Capability.CUSTOM, Capability.PERFORMANCE));
    assertThat(declaration.requires()).isEqualTo(Capabilities.NONE);
    assertThat(declaration.uses()).isEqualTo(Capabilities.of(Capability.KERNEL_LEVEL));
    assertThat(declaration.kinds()).containsExactly(GreetingSource.KIND);
    assertThat(declaration.overflow()).isEqualTo(Overflow.BLOCK);
    assertThat(declaration.route()).isEqualTo(Route.JOURNAL);
  }

  @Test
  void tellsWhenTheAnnotationIsMissing() {
    assertThatThrownBy(() -> SourceHarness.of(context -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@SourceProperties");
  }

  @Test
  void stampsEventsAndTicksByTheManualClock() throws Exception {
    ManualClock clock = new ManualClock();
    try (SourceHarness harness =
        SourceHarness.of(new GreetingSource(Duration.ofMinutes(1))).on(clock).start()) {
      harness.awaitEvents(1, PATIENCE);
      clock.advance(Duration.ofSeconds(60));
      List<Event> events = harness.awaitEvents(2, PATIENCE);
      assertThat(events.get(1).timeNanos() - events.get(0).timeNanos()).isEqualTo(60_000_000_000L);
      assertThat(harness.stop(PATIENCE)).isEqualTo(Ending.ASKED);
    }
  }

  @Test
  void goesOnFromTheDurablePositions() throws Exception {
    try (SourceHarness harness = SourceHarness.of(new GreetingSource(Duration.ofMillis(2)))) {
      harness.start().awaitEvents(3, PATIENCE);
      harness.stop(PATIENCE);
      int before = harness.recorded().events().size();
      harness.start().awaitEvents(before + 1, PATIENCE);
      harness.stop(PATIENCE);
      assertThat(harness.recorded().events())
          .extracting(event -> event.attributes().get("count"))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void losesWhatWasBufferedWhenItIsKilledAndTheSourceReadsItAgain() throws Exception {
    try (SourceHarness harness = SourceHarness.of(new GreetingSource(Duration.ofMillis(2)))) {
      harness.buffering(2).start();
      harness.await(() -> harness.recorded().buffered() == 2, PATIENCE, "a full buffer");
      harness.kill();
      assertThat(harness.recorded().events()).isEmpty();
      harness.start();
      harness.await(() -> harness.recorded().buffered() == 2, PATIENCE, "a full buffer");
      harness.drain();
      assertThat(harness.recorded().events().getFirst().attributes().get("count")).isEqualTo(1L);
    }
  }

  @Test
  void dropsAndCountsWhenTheBufferIsFullUnlessTheSourceBlocks() throws Exception {
    try (SourceHarness harness =
        SourceHarness.of(
            context -> {
              for (int i = 0; i < 5; i++) {
                context.emit(line("x"));
              }
            },
            LOGS)) {
      harness.buffering(2).start();
      assertThat(harness.awaitEnd(PATIENCE)).isTrue();
      assertThat(harness.recorded().buffered()).isEqualTo(2);
      assertThat(harness.recorded().dropped()).isEqualTo(3);
    }
  }

  @Test
  void answersSubmissionsAsTold() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (SourceHarness harness =
        SourceHarness.of(
            context ->
                context.stream(Kind.LOG)
                    .submit(List.of(line("x")))
                    .whenComplete((outcome, error) -> outcomes.add(outcome)),
            LOGS)) {
      harness.answering(unit -> CompletableFuture.completedFuture(Outcome.retry("full"))).start();
      assertThat(harness.awaitEnd(PATIENCE)).isTrue();
      assertThat(outcomes).singleElement().isInstanceOf(Outcome.Retry.class);
      assertThat(harness.recorded().events()).isEmpty();
    }
  }

  @Test
  void refusesAKindThatWasNotDeclared() throws Exception {
    try (SourceHarness harness =
        SourceHarness.of(context -> context.stream(Kind.SAMPLE), LOGS).start()) {
      assertThat(harness.awaitEnd(PATIENCE)).isTrue();
      assertThat(harness.failure()).isInstanceOf(IllegalArgumentException.class);
      assertThat(harness.recorded().violations()).singleElement().asString().contains("sample");
    }
  }

  @Test
  void refusesAnIntervalOfNothing() throws Exception {
    try (SourceHarness harness =
        SourceHarness.of(context -> context.awaitNext(Duration.ZERO), LOGS).start()) {
      assertThat(harness.awaitEnd(PATIENCE)).isTrue();
      assertThat(harness.failure()).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void seesASourceThatHangsAndFencesIt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<SourceContext> kept = new AtomicReference<>();
    try (SourceHarness harness =
        SourceHarness.of(
            context -> {
              kept.set(context);
              awaitThroughInterrupts(release);
            },
            LOGS)) {
      harness.start();
      harness.await(() -> kept.get() != null, PATIENCE, "the context");
      assertThat(harness.stop(Duration.ofMillis(40))).isEqualTo(Ending.HUNG);
      assertThat(harness.threads()).hasSize(1);
      assertThatThrownBy(() -> kept.get().emit(line("late")))
          .isInstanceOf(IllegalStateException.class);
      assertThat(harness.recorded().lateCalls()).hasSize(1);
      release.countDown();
      assertThat(harness.awaitEnd(PATIENCE)).isTrue();
    }
  }

  private static void awaitThroughInterrupts(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // a source that does not listen is what is tested
      }
    }
  }

  @Test
  void countsThreadsThatTheSourceStartsByItself() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (SourceHarness harness =
        SourceHarness.of(
            context -> new Thread(() -> awaitThroughInterrupts(release), "own").start(), LOGS)) {
      harness.start();
      assertThat(harness.stop(Duration.ofMillis(40))).isEqualTo(Ending.HUNG);
      assertThat(harness.threads()).extracting(Thread::getName).containsExactly("own");
      release.countDown();
      assertThat(harness.awaitEnd(PATIENCE)).isTrue();
    }
  }

  @Test
  void closesResourcesAndWaitsForForkedTasks() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (SourceHarness harness =
        SourceHarness.of(
            context -> {
              context.closeOnStop(closed::countDown);
              context.fork("helper", closed::await);
              context.report(Status.degraded("waiting"));
              context.awaitStop();
            },
            LOGS)) {
      harness.start();
      harness.awaitStatus(Status.Level.DEGRADED, PATIENCE);
      assertThat(harness.stop(PATIENCE)).isEqualTo(Ending.ASKED);
      assertThat(harness.failure()).isNull();
    }
  }
}
