package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads append while others read, on a real disk. */
class ConcurrencyTest {
  private static final int THREADS = 4;
  private static final int ENTRIES = 1_500;

  @TempDir Path folder;

  @Test
  void everyReaderSeesEveryStreamInOrderWhileOthersAppend() throws Exception {
    JournalSettings settings =
        JournalSettings.in(folder)
            .segmentBytes(64 << 10)
            .hotBytes(16 << 10)
            .freeFloorBytes(0)
            .build();
    try (Journal journal = Journal.open(settings);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String stream = "stream-" + i;
        work.add(threads.submit(() -> append(journal, stream)));
        work.add(threads.submit((Callable<Void>) () -> readAll(journal)));
      }
      for (Future<?> future : work) {
        future.get(60, TimeUnit.SECONDS);
      }
      assertThat(journal.usage().pendingBytes()).isZero();
      assertThat(journal.damages()).isEmpty();
    }
    try (Journal journal = Journal.open(settings)) {
      assertThat(Appends.all(journal, Lane.KEPT)).hasSize(THREADS * ENTRIES);
    }
  }

  /** Keeps some appends under way. */
  private static Void append(Journal journal, String stream) throws Exception {
    Semaphore underWay = new Semaphore(20);
    List<CompletableFuture<Location>> all = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      underWay.acquire();
      CompletableFuture<Location> done =
          Appends.start(journal, Lane.KEPT, Appends.entry(journal, stream, i, 1, stream + "-" + i));
      all.add(done.whenComplete((location, failure) -> underWay.release()));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    return null;
  }

  private static Void readAll(Journal journal) throws IOException {
    Map<String, Long> next = new HashMap<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int seen = 0;
    try (Reader reader = journal.reader(Lane.KEPT, null)) {
      while (seen < THREADS * ENTRIES) {
        assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        StoredEntry stored = reader.next(EntryFilter.ALL);
        if (stored == null) {
          Thread.onSpinWait();
          continue;
        }
        Entry entry = stored.entry();
        assertThat(entry.firstSequence()).isEqualTo(next.getOrDefault(entry.stream(), 0L));
        assertThat(Appends.body(entry)).isEqualTo(entry.stream() + "-" + entry.firstSequence());
        next.put(entry.stream(), entry.nextSequence());
        seen++;
      }
    }
    return null;
  }
}
