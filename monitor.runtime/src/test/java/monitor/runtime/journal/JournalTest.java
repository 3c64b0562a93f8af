package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import monitor.api.source.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  @Test
  void returnsWhatWasAppended() throws Exception {
    try (Journal journal = Journal.open(settings().build())) {
      append(journal, Lane.KEPT, "a", 0, 3, "one");
      append(journal, Lane.KEPT, "a", 3, 1, "two");
      assertThat(bodies(journal, Lane.KEPT)).containsExactly("one", "two");
    }
  }

  @Test
  void recoversStreamsWhenOpenedAgain() throws Exception {
    try (Journal journal = Journal.open(settings().build())) {
      append(journal, Lane.KEPT, "a", 0, 3, "one");
      append(journal, Lane.RING, "b", 0, 2, "two");
    }
    try (Journal journal = Journal.open(settings().build())) {
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
    try (Journal journal = Journal.open(settings().segmentBytes(2000).build())) {
      for (int i = 0; i < 100; i++) {
        append(journal, Lane.KEPT, "a", i, 1, "number " + i);
        expected.add("number " + i);
      }
      assertThat(journal.usage().segments()).isGreaterThan(5);
      assertThat(bodies(journal, Lane.KEPT)).isEqualTo(expected);
    }
    try (Journal journal = Journal.open(settings().build())) {
      assertThat(bodies(journal, Lane.KEPT)).isEqualTo(expected);
    }
  }

  private JournalSettings.Builder settings() {
    return JournalSettings.in(folder).freeFloorBytes(0);
  }

  private static Location append(
      Journal journal, Lane lane, String stream, long first, int count, String body)
      throws IOException {
    return Appends.append(journal, lane, Appends.entry(journal, stream, first, count, body));
  }

  private static List<String> bodies(Journal journal, Lane lane) throws IOException {
    return Appends.bodies(Appends.all(journal, lane));
  }
}
