package monitor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import monitor.api.event.Event;
import monitor.api.source.EventSource;
import monitor.api.status.Status;
import org.junit.jupiter.api.Test;

/**
 * What every source must do. Extend it, give it a source that emits at least one event when {@link
 * #provoke} was called, and every test here is a test of yours.
 */
public abstract class EventSourceContractTest {
  /** 1973 in nanoseconds; a time in micro- or milliseconds of today is before it. */
  private static final long EARLIEST_NANOS = 100_000_000_000_000_000L;

  /** A new source, configured so that it works here. Called once for each test. */
  protected abstract EventSource source() throws Exception;

  /** Gives the running source something to emit, such as a line in a file; it may do so itself. */
  protected void provoke(SourceHarness harness) throws Exception {}

  /** Settings of the harness, such as its name, before the source is started. */
  protected void prepare(SourceHarness harness) throws Exception {}

  /** How long the first event may take; ten seconds if not overridden. */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** How long a stop may take, on a machine that is busy; five seconds if not overridden. */
  protected Duration stopDeadline() {
    return Duration.ofSeconds(5);
  }

  private SourceHarness harness() throws Exception {
    SourceHarness harness = SourceHarness.of(source());
    prepare(harness);
    return harness;
  }

  private void awaitAnEventMore(SourceHarness harness) throws Exception {
    int before = harness.recorded().events().size();
    provoke(harness);
    harness.awaitEvents(before + 1, patience());
  }

  @Test
  void endsWhenAskedWithoutAnInterrupt() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      assertThat(harness.stop(stopDeadline())).isEqualTo(Ending.ASKED);
      assertThat(harness.failure()).isNull();
    }
  }

  @Test
  void endsWhenAskedBeforeItEmits() throws Exception {
    try (SourceHarness harness = harness().start()) {
      assertThat(harness.stop(stopDeadline())).isEqualTo(Ending.ASKED);
      assertThat(harness.failure()).isNull();
    }
  }

  @Test
  void endsWhenInterruptedWhileItStops() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      harness.interrupt();
      assertThat(harness.stop(stopDeadline())).isNotEqualTo(Ending.HUNG);
    }
  }

  @Test
  void runsAgainOnTheSameObject() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      harness.stop(stopDeadline());
      harness.start();
      awaitAnEventMore(harness);
      assertThat(harness.stop(stopDeadline())).isEqualTo(Ending.ASKED);
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      harness.stop(stopDeadline());
      assertThat(harness.threads()).isEmpty();
    }
  }

  @Test
  void callsNothingAfterTheFence() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      harness.stop(stopDeadline());
      assertThat(harness.awaitEnd(patience())).isTrue();
      assertThat(harness.recorded().lateCalls()).isEmpty();
    }
  }

  @Test
  void endsAfterAFenceThatComesWithoutAWarning() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      harness.kill();
      int durable = harness.recorded().events().size();
      assertThat(harness.awaitEnd(patience())).isTrue();
      assertThat(harness.recorded().events()).hasSize(durable);
    }
  }

  @Test
  void keepsToItsDeclaration() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      harness.stop(stopDeadline());
      assertThat(harness.recorded().violations()).isEmpty();
    }
  }

  @Test
  void stampsNanoseconds() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      assertThat(harness.recorded().events())
          .allSatisfy(event -> assertThat(event.timeNanos()).isGreaterThan(EARLIEST_NANOS))
          .extracting(Event::payload)
          .doesNotContainNull();
    }
  }

  @Test
  void isWellWhileItEmits() throws Exception {
    try (SourceHarness harness = harness().start()) {
      awaitAnEventMore(harness);
      assertThat(harness.recorded().status().level()).isNotEqualTo(Status.Level.FAILED);
      assertThat(harness.failure()).isNull();
    }
  }

  @Test
  void endsWhileNobodyTakesItsEvents() throws Exception {
    try (SourceHarness harness = harness().buffering(1).start()) {
      provoke(harness);
      harness.await(() -> harness.recorded().buffered() > 0, patience(), "a full buffer");
      assertThat(harness.stop(stopDeadline())).isNotEqualTo(Ending.HUNG);
    }
  }
}
