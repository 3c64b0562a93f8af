package sink.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Epoch;
import org.junit.jupiter.api.Test;
import sink.postgres.write.Mark.Place;

final class MarkTest {
  private static Place place(long first, int count) {
    return new Mark(OptionalLong.of(100)).place(batch(first, count));
  }

  private static BatchId batch(long first, int count) {
    return new BatchId("agent", new Epoch(1, "0123456789abcdef"), "s/log", first, count);
  }

  @Test
  void knowsWhereABatchLies() {
    assertThat(place(100, 1)).isEqualTo(Place.AT);
    assertThat(place(101, 1)).isEqualTo(Place.ABOVE);
    assertThat(place(99, 1)).isEqualTo(Place.BELOW);
    assertThat(place(0, 100)).isEqualTo(Place.BELOW);
    assertThat(place(0, 101)).isEqualTo(Place.ACROSS);
    assertThat(place(99, 2)).isEqualTo(Place.ACROSS);
  }

  @Test
  void takesAnyBatchAsTheFirst() {
    Mark mark = new Mark(OptionalLong.empty());
    assertThat(mark.place(batch(7_000, 5))).isEqualTo(Place.AT);
    mark.advance(batch(7_000, 5));
    assertThat(mark.place(batch(7_000, 5))).isEqualTo(Place.BELOW);
    assertThat(mark.next()).isEqualTo(7_005);
  }
}
