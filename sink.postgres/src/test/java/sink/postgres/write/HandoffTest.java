package sink.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Batch;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.testkit.BatchBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class HandoffTest {
  private static PreparedBatch batch(int bytes) {
    return batch(BatchBuilder.of(Kind.LOG), bytes);
  }

  private static PreparedBatch batch(BatchBuilder stream, int bytes) {
    Batch batch = stream.batch(Event.now(new LogLine(Text.EMPTY, Severity.INFO, false)));
    RowBuffer buffer = new RowBuffer(bytes);
    for (int i = 0; i < bytes; i++) {
      buffer.write(0);
    }
    buffer.end();
    Rows.Common common = Rows.Common.of(1, 0, Rows.EPOCH);
    return new PreparedBatch(
        batch,
        batch.header(),
        "server",
        1,
        common,
        new LogRows(common),
        buffer,
        List.of(),
        new CompletableFuture<>());
  }

  /** Takes a group and settles it at once. */
  private static List<PreparedBatch> take(Handoff handoff, long most) throws InterruptedException {
    Handoff.Group group = handoff.take(most);
    handoff.settle(group);
    return group.batches();
  }

  @Test
  void givesWhatWaitsInOrderUpToTheSizeOfAGroup() throws Exception {
    Handoff handoff = new Handoff(100_000);
    PreparedBatch a = batch(10_000);
    PreparedBatch b = batch(10_000);
    PreparedBatch c = batch(10_000);
    for (PreparedBatch each : List.of(a, b, c)) {
      assertThat(handoff.put(each)).isTrue();
    }
    assertThat(take(handoff, 25_000)).containsExactly(a, b);
    assertThat(take(handoff, 25_000)).containsExactly(c);
  }

  @Test
  void givesABatchThatIsLargerThanAGroup() throws Exception {
    Handoff handoff = new Handoff(10_000);
    PreparedBatch large = batch(100_000);
    assertThat(handoff.put(large)).isTrue();
    assertThat(take(handoff, 5_000)).containsExactly(large);
  }

  @Test
  void waitsForRoomAndForBatches() throws Exception {
    Handoff handoff = new Handoff(15_000);
    PreparedBatch second = batch(10_000);
    handoff.put(batch(10_000));
    CompletableFuture<Boolean> put = CompletableFuture.supplyAsync(() -> put(handoff, second));
    assertThat(take(handoff, 100_000)).isNotEmpty();
    assertThat(put.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(take(handoff, 100_000)).containsExactly(second);
  }

  private static boolean put(Handoff handoff, PreparedBatch batch) {
    try {
      return handoff.put(batch);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void endsThoseWhoWaitWhenItCloses() throws Exception {
    Handoff handoff = new Handoff(15_000);
    PreparedBatch waiting = batch(10_000);
    handoff.put(waiting);
    CompletableFuture<Boolean> put =
        CompletableFuture.supplyAsync(() -> put(handoff, batch(10_000)));
    assertThat(handoff.close()).containsExactly(waiting);
    assertThat(put.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(take(handoff, 100_000)).isEmpty();
  }

  @Test
  void givesASecondWriterHalfAGroupOrMore() throws Exception {
    Handoff handoff = new Handoff(100_000);
    handoff.put(batch(1_000));
    Handoff.Group first = handoff.take(40_000);
    CompletableFuture<Handoff.Group> second =
        CompletableFuture.supplyAsync(() -> group(handoff, 40_000));
    handoff.put(batch(10_000));
    handoff.put(batch(10_000));
    assertThat(second.get(10, TimeUnit.SECONDS).batches()).hasSize(2);
    handoff.put(batch(1_000));
    CompletableFuture<Handoff.Group> third =
        CompletableFuture.supplyAsync(() -> group(handoff, 40_000));
    handoff.settle(first);
    handoff.settle(second.get());
    assertThat(third.get(10, TimeUnit.SECONDS).batches()).hasSize(1);
  }

  private static Handoff.Group group(Handoff handoff, long most) {
    try {
      return handoff.take(most);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void letsBatchesBeCopiedAheadThatFollowWhatIsBeingWritten() throws Exception {
    Handoff handoff = new Handoff(100_000);
    BatchBuilder stream = BatchBuilder.of(Kind.LOG);
    handoff.put(batch(stream, 1_000));
    Handoff.Group first = handoff.take(1);
    handoff.put(batch(stream, 1_000));
    Handoff.Group second = handoff.take(1);
    assertThat(first.ahead()).isFalse();
    assertThat(second.ahead()).isTrue();
    assertThat(second.before().getCount()).isOne();
    handoff.put(batch(stream.sequence(1), 1_000));
    assertThat(handoff.take(1).ahead()).as("it was taken before").isFalse();
    handoff.settle(first);
    assertThat(second.before().getCount()).isZero();
  }
}
