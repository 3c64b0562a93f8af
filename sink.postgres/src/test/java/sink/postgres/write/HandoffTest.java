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
    Batch batch =
        BatchBuilder.of(Kind.LOG).batch(Event.now(new LogLine(Text.EMPTY, Severity.INFO, false)));
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

  @Test
  void givesWhatWaitsInOrderUpToTheSizeOfAGroup() throws Exception {
    Handoff handoff = new Handoff(100_000);
    PreparedBatch a = batch(10_000);
    PreparedBatch b = batch(10_000);
    PreparedBatch c = batch(10_000);
    for (PreparedBatch each : List.of(a, b, c)) {
      assertThat(handoff.put(each)).isTrue();
    }
    assertThat(handoff.take(25_000)).containsExactly(a, b);
    assertThat(handoff.take(25_000)).containsExactly(c);
  }

  @Test
  void givesABatchThatIsLargerThanAGroup() throws Exception {
    Handoff handoff = new Handoff(10_000);
    PreparedBatch large = batch(100_000);
    assertThat(handoff.put(large)).isTrue();
    assertThat(handoff.take(5_000)).containsExactly(large);
  }

  @Test
  void waitsForRoomAndForBatches() throws Exception {
    Handoff handoff = new Handoff(15_000);
    PreparedBatch second = batch(10_000);
    handoff.put(batch(10_000));
    CompletableFuture<Boolean> put = CompletableFuture.supplyAsync(() -> put(handoff, second));
    assertThat(handoff.take(100_000)).isNotEmpty();
    assertThat(put.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(handoff.take(100_000)).containsExactly(second);
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
    assertThat(handoff.take(100_000)).isEmpty();
  }
}
