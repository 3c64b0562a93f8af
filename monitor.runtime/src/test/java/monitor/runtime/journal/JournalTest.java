package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.source.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  @Test
  void returnsWhatWasAppended() throws Exception {
    try (Journal journal = Journal.open(settings())) {
      append(journal, Lane.KEPT, "a", 0, 3, "one");
      append(journal, Lane.KEPT, "a", 3, 1, "two");
      assertThat(bodies(journal, Lane.KEPT)).containsExactly("one", "two");
    }
  }

  @Test
  void recoversStreamsWhenOpenedAgain() throws Exception {
    try (Journal journal = Journal.open(settings())) {
      append(journal, Lane.KEPT, "a", 0, 3, "one");
      append(journal, Lane.RING, "b", 0, 2, "two");
    }
    try (Journal journal = Journal.open(settings())) {
      assertThat(journal.damages()).isEmpty();
      assertThat(journal.epoch().ordinal()).isEqualTo(1);
      assertThat(journal.streams())
          .containsEntry(
              "a",
              new StreamState(
                  Lane.KEPT, 3, Map.of("file", new Position("file", 1, "at 3")), Map.of()))
          .containsEntry(
              "b",
              new StreamState(
                  Lane.RING, 2, Map.of("file", new Position("file", 1, "at 2")), Map.of()));
      append(journal, Lane.KEPT, "a", 3, 1, "three");
      assertThat(bodies(journal, Lane.KEPT)).containsExactly("one", "three");
    }
  }

  @Test
  void readsManySegments() throws Exception {
    List<String> expected = new ArrayList<>();
    try (Journal journal = Journal.open(settings().withSegmentBytes(2000))) {
      for (int i = 0; i < 100; i++) {
        append(journal, Lane.KEPT, "a", i, 1, "number " + i);
        expected.add("number " + i);
      }
      assertThat(journal.usage().segments()).isGreaterThan(5);
      assertThat(bodies(journal, Lane.KEPT)).isEqualTo(expected);
    }
    try (Journal journal = Journal.open(settings())) {
      assertThat(bodies(journal, Lane.KEPT)).isEqualTo(expected);
    }
  }

  private JournalSettings settings() {
    return JournalSettings.in(folder).withFreeFloorBytes(0);
  }

  private static Location append(
      Journal journal, Lane lane, String stream, long first, int count, String body)
      throws Exception {
    CompletableFuture<Location> done = new CompletableFuture<>();
    Entry entry =
        new Entry(
            stream,
            journal.epoch(),
            first,
            count,
            null,
            new byte[] {1, 2},
            ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
            List.of(new Position("file", 1, "at " + (first + count))));
    journal.append(
        lane,
        entry,
        new AppendCallback() {
          @Override
          public void durable(Location at, Location next) {
            done.complete(next);
          }

          @Override
          public void refused(String reason, boolean full) {
            done.completeExceptionally(new IOException(reason));
          }
        });
    return done.get(10, TimeUnit.SECONDS);
  }

  private static List<String> bodies(Journal journal, Lane lane) throws IOException {
    List<String> bodies = new ArrayList<>();
    try (Reader reader = journal.reader(lane, null)) {
      for (StoredEntry entry = reader.next(EntryFilter.ALL);
          entry != null;
          entry = reader.next(EntryFilter.ALL)) {
        bodies.add(StandardCharsets.UTF_8.decode(entry.entry().body().duplicate()).toString());
      }
    }
    return bodies;
  }
}
