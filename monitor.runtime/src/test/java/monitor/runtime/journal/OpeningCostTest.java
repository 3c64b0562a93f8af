package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Opening reads the latest segment, however many there are. */
class OpeningCostTest {
  private static final int SEGMENT = 64 << 10;

  private final MemoryStore store = new MemoryStore();
  private long next;

  @Test
  void readsNoMoreOfALargeJournalThanOfASmallOne() throws Exception {
    append(10);
    long small = bytesReadByOpening();
    append(200);
    long large = bytesReadByOpening();
    assertThat(size()).isGreaterThan(200L * SEGMENT / 2);
    // Of each older segment the header, through a window of 4 KiB, twice.
    assertThat(large - small).isLessThan(200L * 12 * 1024);
    assertThat(large).isLessThan(size() / 3);
  }

  /** About one segment for each round. */
  private void append(int segments) throws Exception {
    String body = "x".repeat(SEGMENT / 4);
    try (Journal journal = Journal.open(settings())) {
      for (int i = 0; i < segments * 3; i++) {
        Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", next++, 1, body));
      }
    }
  }

  private long bytesReadByOpening() throws IOException {
    long before = store.bytesRead();
    Journal.open(settings()).close();
    return store.bytesRead() - before;
  }

  private long size() {
    return store.contents().values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  private JournalSettings settings() {
    return JournalSettings.in(Path.of("/journal"))
        .store(store)
        .segmentBytes(SEGMENT)
        .quotas(1 << 30, 1 << 30)
        .freeFloorBytes(0)
        .groupCommit(Duration.ZERO, 1_000)
        .build();
  }
}
