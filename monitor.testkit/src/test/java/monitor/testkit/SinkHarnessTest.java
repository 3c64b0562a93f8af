package monitor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import org.junit.jupiter.api.Test;

class SinkHarnessTest {
  private final BatchBuilder batches = BatchBuilder.of(Kind.LOG);

  @Test
  void callsTheSinkOnOneThreadWithItsName() throws Exception {
    List<String> calls = new ArrayList<>();
    Sink sink =
        new Sink() {
          @Override
          public void open(SinkContext context) {
            note("open");
          }

          @Override
          public Delivery deliver(Batch batch) {
            note("deliver");
            return Outcome.ACCEPTED;
          }

          @Override
          public void close() {
            note("close");
          }

          private void note(String call) {
            calls.add(call + " on " + Thread.currentThread().getName());
          }
        };
    try (SinkHarness harness = SinkHarness.of(sink, SinkDeclaration.EVERYTHING).named("s")) {
      harness.open().outcome(batches.batch(SampleEvents.of(Kind.LOG)));
    }
    assertThat(calls).containsExactly("open on s", "deliver on s", "close on s");
  }

  @Test
  void turnsAnExceptionIntoARetry() throws Exception {
    Sink sink =
        batch -> {
          throw new IllegalStateException("no destination");
        };
    try (SinkHarness harness = SinkHarness.of(sink, SinkDeclaration.EVERYTHING).open()) {
      assertThat(harness.outcome(batches.batch(SampleEvents.of(Kind.LOG))))
          .isInstanceOfSatisfying(
              Outcome.Retry.class, retry -> assertThat(retry.reason()).contains("no destination"));
    }
  }

  @Test
  void buildsBatchesOneAfterTheOther() {
    assertThat(batches.batch(SampleEvents.of(Kind.LOG)).header().id().nextSequence()).isEqualTo(3);
    assertThat(batches.gap(5, "buffer full").header().id().firstSequence()).isEqualTo(3);
    Batch third = batches.batch(SampleEvents.of(Kind.LOG));
    List<Long> sequences = new ArrayList<>();
    third.forEach((sequence, event) -> sequences.add(sequence));
    assertThat(sequences).containsExactly(8L, 9L, 10L);
  }

  @Test
  void refusesABatchOfAnotherKind() {
    assertThatThrownBy(() -> batches.batch(SampleEvents.of(Kind.SAMPLE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheDeclarationOfASink() {
    SinkDeclaration declaration = SinkDeclaration.of(MemorySinkContractTest.MemorySink.class);
    assertThat(declaration.essential()).isTrue();
    assertThat(declaration.idempotent()).isTrue();
    assertThat(declaration.understands(Kind.LOG)).isTrue();
  }
}
