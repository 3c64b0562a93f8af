package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.runtime.journal.Appends.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the two lanes do when they are full, and when the disk is. */
@ExtendWith(Quiet.class)
class LaneTest {
  private final MemoryStore store = new MemoryStore();
  private final String body = "x".repeat(500);
  private Journal journal = open(settings());
  private long next;

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  @Test
  void refusesWhenTheKeptLaneIsFullAndGoesOnAfterRelease() throws Exception {
    int appended = fillKept();
    assertThat(appended).isGreaterThan(10);
    assertThat(journal.usage(Lane.KEPT).state()).contains("full");
    assertThat(journal.usage(Lane.KEPT).bytes()).isLessThanOrEqualTo(20_000);

    release(journal.end(Lane.KEPT));
    Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", next, 1, body));
    assertThat(journal.usage(Lane.KEPT).state()).isEqualTo(Usage.OK);
    assertThat(Appends.all(journal, Lane.KEPT)).extracting(Entry::firstSequence).contains(next);
  }

  @Test
  void keepsNewestEntriesOfTheRingLaneWithinItsQuota() throws Exception {
    for (int i = 0; i < 200; i++) {
      Appends.append(journal, Lane.RING, Appends.entry(journal, "a", i, 1, body));
      assertThat(journal.usage(Lane.RING).bytes()).isLessThanOrEqualTo(20_000);
    }
    List<Entry> left = Appends.all(journal, Lane.RING);
    assertThat(left.getLast().firstSequence()).isEqualTo(199);
    assertThat(left.getFirst().firstSequence()).isEqualTo(200 - left.size());
    assertThat(left).hasSizeGreaterThan(20);
  }

  @Test
  void readerThatIsOverrunGoesOnAtTheOldestEntryLeft() throws Exception {
    Appends.append(journal, Lane.RING, Appends.entry(journal, "a", 0, 1, body));
    try (Reader reader = journal.reader(Lane.RING, null)) {
      assertThat(reader.next(EntryFilter.ALL)).isNotNull();
      for (int i = 1; i < 200; i++) {
        Appends.append(journal, Lane.RING, Appends.entry(journal, "a", i, 1, body));
      }
      List<Entry> rest = Appends.rest(reader);
      assertThat(rest).hasSameSizeAs(Appends.all(journal, Lane.RING));
      assertThat(rest.getLast().firstSequence()).isEqualTo(199);
    }
  }

  @Test
  void ringLaneYieldsToTheKeptLaneWhenTheDiskRunsShort() throws Exception {
    for (int i = 0; i < 30; i++) {
      Appends.append(journal, Lane.RING, Appends.entry(journal, "ring", i, 1, body));
    }
    int ringSegments = journal.usage(Lane.RING).segments();
    store.capacity(20_000);
    int kept = fillKept();
    assertThat(kept).isGreaterThan(10);
    assertThat(journal.usage(Lane.RING).segments()).isLessThan(ringSegments);
    assertThat(Appends.all(journal, Lane.KEPT)).hasSize(kept);
  }

  @Test
  void leavesTheFloorOfFreeSpaceToOthers() throws Exception {
    journal.close();
    journal = open(settings().freeFloorBytes(5_000));
    store.capacity(15_000);
    fillKept();
    assertThat(store.usableBytes(Path.of("/journal"))).isGreaterThanOrEqualTo(5_000);
    assertThat(journal.usage().state()).contains("disk is full");

    store.capacity(50_000);
    Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", next, 1, body));
    assertThat(journal.usage().state()).isEqualTo(Usage.OK);
  }

  @Test
  void refusesForEverWhatIsTooLarge() {
    Entry large = Appends.entry(journal, "a", 0, 1, "x".repeat(15_000));
    assertThatThrownBy(() -> Appends.append(journal, Lane.KEPT, large))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.full()).isFalse());
  }

  @Test
  void keepsSequenceNumbersWithoutHoles() throws Exception {
    Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", 0, 5, body));
    Entry ahead = Appends.entry(journal, "a", 6, 1, body);
    assertThatThrownBy(() -> Appends.append(journal, Lane.KEPT, ahead))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.full()).isTrue())
        .hasMessageContaining("goes on with number 5, not 6");
    Entry again = Appends.entry(journal, "a", 0, 5, body);
    assertThatThrownBy(() -> Appends.append(journal, Lane.KEPT, again))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.full()).isFalse());
    Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", 5, 1, body));
  }

  @Test
  void refusesWhatFollowsARefusedEntryOfItsStream() throws Exception {
    store.fault((operation, file, number) -> "Input/output error");
    List<CompletableFuture<Location>> started = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      started.add(Appends.start(journal, Lane.KEPT, Appends.entry(journal, "a", i, 1, body)));
    }
    CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> failure)
        .get(10, TimeUnit.SECONDS);
    assertThat(started).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(journal.usage().state()).contains("Input/output error");
    store.revive();
    for (int i = 0; i < 3; i++) {
      Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", i, 1, body));
    }
    assertThat(Appends.all(journal, Lane.KEPT)).hasSize(3);
  }

  @Test
  void writesAnewWhatAnFsyncDidNotMakeDurable() throws Exception {
    Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", 0, 1, "first"));
    boolean[] failed = new boolean[1];
    store.fault((operation, file, number) -> {
      boolean fails = operation == MemoryStore.Operation.FORCE && !failed[0];
      failed[0] |= fails;
      return fails ? "Input/output error" : null;
    });
    Location second =
        Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", 1, 1, "second"));
    assertThat(second.segment()).isEqualTo(2);
    assertThat(Appends.bodies(Appends.all(journal, Lane.KEPT))).containsExactly("first", "second");
  }

  @Test
  void takesStreamOverIntoAnotherLane() throws Exception {
    Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", 0, 5, body));
    Appends.append(journal, Lane.RING, Appends.entry(journal, "a", 5, 5, body));
    StreamState before = reopened().streams().get("a");
    assertThat(before.lane()).isEqualTo(Lane.RING);
    assertThat(before.nextSequence()).isEqualTo(10);
    assertThat(before.positions().get("file").value()).isEqualTo("at 10");
  }

  @Test
  void keepsStateOfStreamsWhenEverythingIsReleased() throws Exception {
    for (int i = 0; i < 50; i++) {
      Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", i, 1, body));
      release(journal.end(Lane.KEPT));
    }
    assertThat(journal.usage(Lane.KEPT).segments()).isLessThanOrEqualTo(2);
    assertThat(reopened().streams().get("a").nextSequence()).isEqualTo(50);
  }

  private Journal reopened() throws IOException {
    journal.close();
    journal = open(settings());
    assertThat(journal.damages()).isEmpty();
    return journal;
  }

  /** Releases, and waits until that was done. */
  private void release(Location upTo) throws IOException {
    journal.release(Lane.KEPT, upTo);
    Entry marker = Entry.positionsOnly("marker", journal.epoch(), List.of());
    try {
      Appends.append(journal, Lane.RING, marker);
      Appends.append(journal, Lane.RING, marker);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int fillKept() throws IOException {
    try {
      for (int i = 0; ; i++) {
        Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", i, 1, body));
        next = i + 1L;
      }
    } catch (RefusedException e) {
      assertThat(e.full()).isTrue();
      return (int) next;
    }
  }

  private JournalSettings.Builder settings() {
    return JournalSettings.in(Path.of("/journal"))
        .store(store)
        .segmentBytes(3_000)
        .quotas(20_000, 20_000)
        .hotBytes(0)
        .freeFloorBytes(0)
        .groupCommit(Duration.ZERO, 1_000);
  }

  private static Journal open(JournalSettings.Builder settings) {
    try {
      return Journal.open(settings.build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
