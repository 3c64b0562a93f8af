package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same history, cut off by a power loss or disturbed by a failure at each of its operations.
 */
@ExtendWith(Quiet.class)
class CrashPointTest {
  private static final int ENTRIES = 40;

  private final MemoryStore store = new MemoryStore();
  private final List<String> acknowledged = new ArrayList<>();

  @Test
  void losesNothingByPowerLossAtAnyOperation() throws Exception {
    long operations = operations();
    for (long point = 1; point <= operations; point++) {
      for (int seed = 0; seed < 3; seed++) {
        checkPowerLoss(point, new Random(point * 31 + seed));
      }
    }
  }

  @Test
  void losesNothingByPowerLossDuringRecovery() throws Exception {
    long operations = operations();
    for (long point = 1; point <= operations; point += 7) {
      for (int second = 1; second < 12; second++) {
        Random random = new Random(point * 31 + second);
        history(point);
        store.revive();
        store.losePower(random);
        long limit = store.operations() + second;
        store.fault((operation, file, number) -> number >= limit ? "off" : null);
        openedAndClosed();
        store.revive();
        store.losePower(random);
        checkAcknowledged("at " + point + ", then at " + second);
        clear();
      }
    }
  }

  @Test
  void takesEveryEntryInTheEndAfterOneFailureAtAnyOperation() throws Exception {
    long operations = operations();
    for (long point = 1; point <= operations; point++) {
      long failing = point;
      store.fault((operation, file, number) -> number == failing ? "Input/output error" : null);
      run();
      assertThat(acknowledged).as("failure at " + point).hasSize(ENTRIES);
      checkAcknowledged("failure at " + point);
      assertThat(acknowledged).hasSize(ENTRIES);
      clear();
    }
  }

  private void checkPowerLoss(long point, Random random) throws IOException {
    history(point);
    store.revive();
    store.losePower(random);
    checkAcknowledged("power loss at " + point);
    clear();
  }

  private long operations() throws IOException {
    run();
    assertThat(acknowledged).hasSize(ENTRIES);
    long operations = store.operations();
    clear();
    return operations;
  }

  private void clear() {
    store.revive();
    store.reset();
    acknowledged.clear();
  }

  /** Everything from this operation on fails. */
  private void history(long point) throws IOException {
    store.fault((operation, file, number) -> number >= point ? "off" : null);
    run();
  }

  /** Two lanes, small segments, some releases and cursors; each entry is tried twice. */
  private void run() throws IOException {
    try (Journal journal = Journal.open(settings())) {
      for (int i = 0; i < ENTRIES; i++) {
        String body = "body " + i;
        Entry entry = Appends.entry(journal, i % 3 == 0 ? "b" : "a", number(i), 1, body);
        Lane lane = i % 3 == 0 ? Lane.RING : Lane.KEPT;
        if (appended(journal, lane, entry) || appended(journal, lane, entry)) {
          acknowledged.add(body);
        }
        saveCursor(journal, i);
      }
    }
  }

  private static long number(int i) {
    return i % 3 == 0 ? i / 3 : i / 3 * 2 + i % 3 - 1;
  }

  private static boolean appended(Journal journal, Lane lane, Entry entry) throws IOException {
    CompletableFuture<Location> started = Appends.start(journal, lane, entry);
    try {
      return started.handle((location, refusal) -> refusal == null).get();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void saveCursor(Journal journal, int i) {
    if (i % 10 == 9) {
      try {
        journal.cursors().save("sink", new byte[] {(byte) i});
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("off|Input/output error");
      }
    }
  }

  private void openedAndClosed() {
    try (Journal journal = Journal.open(settings())) {
      assertThat(journal.epoch()).isNotNull();
    } catch (IOException e) {
      assertThat(e).hasMessage("off");
    }
  }

  private void checkAcknowledged(String what) throws IOException {
    try (Journal journal = Journal.open(settings())) {
      List<String> found = new ArrayList<>();
      for (Lane lane : Lane.values()) {
        found.addAll(Appends.bodies(Appends.all(journal, lane)));
      }
      assertThat(found).as(what).containsAll(acknowledged).doesNotHaveDuplicates();
      assertThat(journal.damages()).as(what).allMatch(damage -> damage.reason().contains("torn"));
      journal.cursors().names();
    }
    try (Journal journal = Journal.open(settings())) {
      assertThat(journal.damages()).as("again after " + what).isEmpty();
    }
  }

  private JournalSettings settings() {
    return JournalSettings.in(Path.of("/journal"))
        .store(store)
        .segmentBytes(700)
        .quotas(100_000, 100_000)
        .freeFloorBytes(0)
        .groupCommit(Duration.ZERO, 1_000)
        .build();
  }
}
