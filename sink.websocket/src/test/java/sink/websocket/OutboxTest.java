package sink.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.testkit.BatchBuilder;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final long WINDOW = 1 << 20;

  /** Less than no time, which has passed on every clock. */
  private static final long LONG_AGO = -1;

  private final Outbox outbox = new Outbox();
  private final List<Batch> batches = new ArrayList<>();
  private final List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();

  private Delivery add(Batch batch) {
    Delivery delivery = outbox.add(new Outgoing(batch));
    if (delivery instanceof Delivery.Pending pending) {
      outcomes.add(pending.outcome().toCompletableFuture());
    }
    return delivery;
  }

  /** Batches of one stream, of which so many are sent. */
  private void add(int count, int sent) throws InterruptedException {
    BatchBuilder stream = BatchBuilder.of(Kind.LOG);
    for (int i = 0; i < count; i++) {
      Batch batch = stream.batch(line(i));
      batches.add(batch);
      add(batch);
    }
    for (int i = 0; i < sent; i++) {
      outbox.next(WINDOW, 0);
    }
  }

  private static Event line(int i) {
    return Event.of(i, new LogLine(Text.of("line " + i), Severity.INFO, false));
  }

  private String hash(int place) {
    return batches.get(place).header().sha256();
  }

  private List<String> sendable() throws InterruptedException {
    List<String> hashes = new ArrayList<>();
    for (Outgoing next = outbox.next(WINDOW, 0); next != null; next = outbox.next(WINDOW, 0)) {
      hashes.add(next.sha256());
    }
    return hashes;
  }

  @Test
  void sendsAgainInItsOrderWhatHasNoAnswerWhenItIsCut() throws Exception {
    add(4, 3);
    assertThat(outbox.answered(hash(1), Outcome.ACCEPTED)).isTrue();
    outbox.cut();
    assertThat(sendable()).containsExactly(hash(0), hash(2), hash(3));
  }

  @Test
  void withdrawsWhatComesBehindABatchThatIsToComeAgain() throws Exception {
    add(4, 3);
    outbox.answered(hash(1), Outcome.retry("not now"));
    assertThat(outcomes.get(0)).isNotDone();
    assertThat(outcomes.subList(1, 4)).allMatch(each -> each.join() instanceof Outcome.Retry);
    outbox.cut();
    assertThat(sendable()).as("after a cut").containsExactly(hash(0));
  }

  @Test
  void givesEverythingBackOnceWhenItIsClosed() throws Exception {
    add(4, 2);
    outbox.answered(hash(1), Outcome.retry("not now"));
    outbox.close();
    assertThat(outcomes).allMatch(each -> each.join() instanceof Outcome.Retry);
    assertThat(outcomes.getFirst().join()).isEqualTo(Outcome.retry("no collector is connected"));
    assertThat(outbox.answered(hash(0), Outcome.ACCEPTED)).as("a late answer").isFalse();
    assertThat(sendable()).isEmpty();
    assertThat(add(batches.get(0))).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void takesNothingBehindABatchThatIsToComeAgain() throws Exception {
    add(2, 2);
    outbox.answered(hash(0), Outcome.retry("not now"));
    assertThat(add(batches.get(1))).isInstanceOf(Outcome.Retry.class);
    assertThat(add(batches.get(0))).isInstanceOf(Delivery.Pending.class);
    assertThat(add(batches.get(1))).isInstanceOf(Delivery.Pending.class);
    assertThat(sendable()).containsExactly(hash(0), hash(1));
  }

  @Test
  void doesNotHeedTheAnswerToWhatItWithdrew() throws Exception {
    add(2, 2);
    outbox.answered(hash(0), Outcome.retry("not now"));
    add(batches.get(0));
    add(batches.get(1));
    assertThat(sendable()).containsExactly(hash(0), hash(1));
    assertThat(outbox.answered(hash(1), Outcome.retry("of the first time"))).isTrue();
    assertThat(outcomes.subList(2, 4)).noneMatch(CompletableFuture::isDone);
    outbox.answered(hash(0), Outcome.ACCEPTED);
    outbox.answered(hash(1), Outcome.ACCEPTED);
    assertThat(outcomes.subList(2, 4)).allMatch(each -> each.join() == Outcome.ACCEPTED);
  }

  @Test
  void goesBackToWhereTheCollectorIs() throws Exception {
    add(3, 3);
    outbox.answered(hash(2), new Outcome.Behind(0));
    assertThat(add(batches.get(1))).isInstanceOf(Outcome.Retry.class);
    assertThat(add(batches.get(0))).isInstanceOf(Delivery.Pending.class);
    outbox.cut();
    assertThat(sendable()).as("after a cut").containsExactly(hash(0), hash(0));
  }

  @Test
  void takesTheRestOfAGapOfWhichTheCollectorHasTheBeginning() throws Exception {
    BatchBuilder stream = BatchBuilder.of(Kind.LOG);
    Batch rest = stream.sequence(4).gap(6, "damaged");
    batches.add(stream.sequence(0).gap(10, "damaged"));
    batches.add(stream.batch(line(1)));
    batches.add(stream.batch(line(2)));
    batches.forEach(this::add);
    assertThat(sendable()).hasSize(3);
    outbox.answered(hash(0), new Outcome.Behind(4));
    assertThat(outcomes.subList(1, 3)).allMatch(each -> each.join() instanceof Outcome.Retry);
    assertThat(add(batches.get(1))).isInstanceOf(Outcome.Retry.class);
    assertThat(add(rest)).isInstanceOf(Delivery.Pending.class);
    assertThat(add(batches.get(1))).isInstanceOf(Delivery.Pending.class);
  }

  @Test
  void goesOnBehindAGapOfWhichTheCollectorHasEverything() throws Exception {
    BatchBuilder stream = BatchBuilder.of(Kind.LOG);
    batches.add(stream.gap(10, "damaged"));
    batches.add(stream.batch(line(1)));
    batches.forEach(this::add);
    assertThat(sendable()).hasSize(2);
    outbox.answered(hash(0), new Outcome.Behind(10));
    assertThat(outcomes.getLast()).isNotDone();
    assertThat(add(stream.batch(line(2)))).isInstanceOf(Delivery.Pending.class);
  }

  @Test
  void standsStillWhereOnlyRetryIsAnswered() throws Exception {
    assertThat(outbox.standsStill(LONG_AGO)).as("nothing waits").isFalse();
    add(2, 2);
    outbox.answered(hash(0), Outcome.retry("there is no storage"));
    outbox.answered(hash(1), Outcome.retry("there is no storage"));
    assertThat(outbox.standsStill(LONG_AGO)).as("it is to be sent again").isTrue();
    add(batches.getFirst());
    outbox.next(WINDOW, 0);
    outbox.answered(hash(0), Outcome.ACCEPTED);
    assertThat(outbox.standsStill(LONG_AGO)).as("it is taken").isFalse();
  }
}
