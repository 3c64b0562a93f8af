package monitor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.sink.Sink;
import org.junit.jupiter.api.Test;

/**
 * What every sink must do. Extend it, give it a sink whose destination works, and every test here
 * is a test of yours.
 */
public abstract class SinkContractTest {
  private static final int WINDOW = 20;
  private static final int PATIENCE_SECONDS = 10;

  /** A new sink, configured so that it works here. Called once for each test. */
  protected abstract Sink sink() throws Exception;

  /** Settings of the harness, such as its name, before the sink is opened. */
  protected void prepare(SinkHarness harness) throws Exception {}

  private SinkHarness harness() throws Exception {
    SinkHarness harness = SinkHarness.of(sink());
    prepare(harness);
    return harness;
  }

  private static List<Kind> kinds(SinkHarness harness) {
    return SampleEvents.KINDS.stream().filter(harness.declaration()::understands).toList();
  }

  /** Events of the first kind it understands. */
  private static BatchBuilder batches(SinkHarness harness) {
    return BatchBuilder.of(kinds(harness).getFirst());
  }

  private static Batch next(BatchBuilder batches, SinkHarness harness) {
    return batches.batch(SampleEvents.of(kinds(harness).getFirst()));
  }

  @Test
  void acceptsEveryKindItUnderstands() throws Exception {
    try (SinkHarness harness = harness().open()) {
      for (Kind kind : kinds(harness)) {
        Batch batch = BatchBuilder.of(kind).batch(SampleEvents.of(kind));
        assertThat(harness.outcome(batch)).as("kind %s", kind).isEqualTo(Outcome.ACCEPTED);
      }
    }
  }

  @Test
  void acceptsABatchThatComesAgain() throws Exception {
    try (SinkHarness harness = harness().open()) {
      Batch batch = next(batches(harness), harness);
      assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
      assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void acceptsAGapAndWhatFollowsIt() throws Exception {
    try (SinkHarness harness = harness().open()) {
      BatchBuilder batches = batches(harness);
      assertThat(harness.outcome(next(batches, harness))).isEqualTo(Outcome.ACCEPTED);
      assertThat(harness.outcome(batches.gap(5, "buffer full"))).isEqualTo(Outcome.ACCEPTED);
      assertThat(harness.outcome(next(batches, harness))).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void opensAgainAfterItWasClosed() throws Exception {
    try (SinkHarness harness = harness().open()) {
      BatchBuilder batches = batches(harness);
      assertThat(harness.outcome(next(batches, harness))).isEqualTo(Outcome.ACCEPTED);
      harness.closeSink();
      harness.open();
      assertThat(harness.outcome(next(batches, harness))).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void acceptsAgainWhatWasOpenWhenItClosed() throws Exception {
    try (SinkHarness harness = harness().open()) {
      Batch batch = next(batches(harness), harness);
      harness.deliver(batch);
      harness.closeSink();
      harness.open();
      assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void keepsItsPromisesAfterAFlush() throws Exception {
    try (SinkHarness harness = harness().open()) {
      BatchBuilder batches = batches(harness);
      List<CompletableFuture<Outcome>> promises = new ArrayList<>();
      for (int i = 0; i < WINDOW; i++) {
        promises.add(harness.deliver(next(batches, harness)));
      }
      harness.flush();
      for (CompletableFuture<Outcome> promise : promises) {
        assertThat(promise.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
      }
    }
  }

  @Test
  void takesBatchesOfSeveralStreams() throws Exception {
    try (SinkHarness harness = harness().open()) {
      BatchBuilder one = batches(harness).stream("testkit.one/x");
      BatchBuilder two = batches(harness).agent("other-host").stream("testkit.one/x");
      for (int i = 0; i < 3; i++) {
        assertThat(harness.outcome(next(one, harness))).isEqualTo(Outcome.ACCEPTED);
        assertThat(harness.outcome(next(two, harness))).isEqualTo(Outcome.ACCEPTED);
      }
    }
  }

  /** An answer that asks for a retry would come for ever and hold up the stream. */
  @Test
  void answersHostileEventsForGood() throws Exception {
    try (SinkHarness harness = harness().open()) {
      for (Kind kind : kinds(harness)) {
        Batch batch = BatchBuilder.of(kind).stream("h/" + kind).batch(SampleEvents.hostile(kind));
        assertThat(harness.outcome(batch))
            .as("kind %s", kind)
            .isInstanceOfAny(
                Outcome.Accepted.class, Outcome.PartlyAccepted.class, Outcome.Rejected.class);
      }
    }
  }

  @Test
  void flushesAndClosesWithoutABatch() throws Exception {
    try (SinkHarness harness = harness().open()) {
      harness.flush();
      harness.closeSink();
      assertThat(harness.threads()).isEmpty();
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    try (SinkHarness harness = harness().open()) {
      harness.outcome(next(batches(harness), harness));
      harness.closeSink();
      assertThat(harness.threads()).isEmpty();
    }
  }
}
