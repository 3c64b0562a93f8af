package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import monitor.api.delivery.Epoch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every damage to a small journal: nothing throws, what is intact is read as it was written, and
 * what is not is reported with the exact range of sequence numbers.
 */
@Tag("T2")
@ExtendWith(Quiet.class)
class CorruptionTest {
  private static final Path FOLDER = Path.of("/journal");
  private static final int ENTRIES = 9;

  private final MemoryStore store = new MemoryStore();
  private Map<Path, byte[]> sound = Map.of();
  private List<Path> segments = List.of();
  private List<Item> written = List.of();
  private final TreeMap<Integer, Integer> segmentOf = new TreeMap<>();

  /** Three segments of three entries of two streams each. */
  @BeforeEach
  void writeThreeSegments() throws IOException {
    try (Journal journal = Journal.open(settings())) {
      for (int i = 0; i < ENTRIES; i++) {
        String stream = i % 3 == 1 ? "b" : "a";
        long first = i % 3 == 1 ? i / 3 : i / 3 * 20 + i % 3 * 5;
        int count = i % 3 == 1 ? 1 : 10;
        Entry entry = Appends.entry(journal, stream, first, count, "body " + i);
        segmentOf.put(i, (int) Appends.append(journal, Lane.KEPT, entry).segment());
      }
      written = Appends.all(journal, Lane.KEPT).stream().map(Item::of).toList();
    }
    sound = new TreeMap<>(store.contents());
    segments = sound.keySet().stream().filter(path -> path.toString().contains("kept")).toList();
    assertThat(segments).hasSize(3);
    assertThat(segmentOf.values()).containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3);
  }

  @Test
  void survivesEveryFlippedBit() throws IOException {
    for (int segment = 0; segment < 3; segment++) {
      int bits = sound.get(segments.get(segment)).length * 8;
      for (int bit = 0; bit < bits; bit++) {
        int flipped = bit;
        check(segment, "bit " + bit, bytes -> flip(bytes, flipped), bit % 8 == 0);
      }
    }
  }

  @Test
  void survivesEveryLength() throws IOException {
    for (int segment = 0; segment < 3; segment++) {
      for (int length = 0; length < sound.get(segments.get(segment)).length; length++) {
        int cut = length;
        check(segment, "length " + length, bytes -> Arrays.copyOf(bytes, cut));
      }
    }
  }

  @Test
  void survivesZeroedBlocks() throws IOException {
    for (int size : new int[] {16, 64, 256, 512}) {
      for (int segment = 0; segment < 3; segment++) {
        int length = sound.get(segments.get(segment)).length;
        for (int from = 0; from < length; from += 16) {
          int begin = from;
          check(segment, size + " zeros at " + from, bytes -> zero(bytes, begin, size));
        }
      }
    }
  }

  @Test
  void survivesSwappedBlocks() throws IOException {
    for (int segment = 0; segment < 3; segment++) {
      int length = sound.get(segments.get(segment)).length;
      for (int from = 0; from + 128 <= length; from += 32) {
        int begin = from;
        check(segment, "swapped blocks at " + from, bytes -> swap(bytes, begin, 64));
      }
    }
  }

  @Test
  void readsSwappedFilesAsWhatTheyAre() throws IOException {
    Map<Path, byte[]> swapped = new TreeMap<>(sound);
    swapped.put(segments.get(0), sound.get(segments.get(1)));
    swapped.put(segments.get(1), sound.get(segments.get(0)));
    store.contents(swapped);
    try (Journal journal = Journal.open(settings())) {
      assertThat(items(journal)).isEqualTo(written);
      assertThat(journal.damages()).isEmpty();
    }
  }

  @Test
  void reportsWhatWasInMissingFile() throws IOException {
    Map<Path, byte[]> without = new TreeMap<>(sound);
    without.remove(segments.get(1));
    store.contents(without);
    try (Journal journal = Journal.open(settings())) {
      List<Item> expected = new ArrayList<>(written);
      expected.subList(3, 6).clear();
      assertThat(items(journal)).isEqualTo(expected);
      assertThat(journal.damages()).hasSize(1);
      Epoch epoch = written.getFirst().epoch();
      assertThat(journal.damages().getFirst().lost())
          .containsExactlyInAnyOrder(
              new Damage.Lost("a", epoch, 20, 40), new Damage.Lost("b", epoch, 1, 2));
    }
  }

  @Test
  void doesNotPutDownToALaterDamageWhatAnEarlierOneTook() throws IOException {
    store.contents(sound);
    Epoch epoch = written.getFirst().epoch();
    for (Item lost : List.of(written.get(5), written.get(3))) {
      Path file = segments.get(1);
      store.contents(damaged(file, lost));
      try (Journal journal = Journal.open(settings())) {
        items(journal);
        assertThat(journal.damages()).hasSize(1);
        assertThat(journal.damages().getFirst().lost())
            .containsExactly(
                new Damage.Lost(lost.stream(), epoch, lost.first(), lost.first() + lost.count()));
      }
    }
    try (Journal journal = Journal.open(settings())) {
      assertThat(told(journal)).extracting(Item::first).containsExactly(20L, 30L);
    }
  }

  /** The files as they are now, with the body of this entry changed. */
  private Map<Path, byte[]> damaged(Path file, Item item) {
    Map<Path, byte[]> contents = new TreeMap<>(store.contents());
    byte[] bytes = contents.get(file).clone();
    byte[] body = ("body " + written.indexOf(item)).getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + body.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + body.length, body, 0, body.length)) {
        bytes[at] ^= 1;
      }
    }
    contents.put(file, bytes);
    return contents;
  }

  @Test
  void noticesThatTheLastFileIsMissingByACursor() throws IOException {
    Location end;
    try (Journal journal = Journal.open(settings())) {
      journal.cursors().save("sink", new byte[0]);
      end = journal.end(Lane.KEPT);
    }
    Map<Path, byte[]> without = new TreeMap<>(store.contents());
    without.remove(segments.get(2));
    store.contents(without);
    try (Journal journal = Journal.open(settings())) {
      assertThat(items(journal)).isEqualTo(written.subList(0, 6));
      assertThat(journal.damages()).hasSize(1);
      assertThat(journal.epoch().ordinal()).isEqualTo(2);
      assertThat(journal.end(Lane.KEPT).segment()).isGreaterThan(end.segment());
    }
    try (Journal journal = Journal.open(settings())) {
      assertThat(journal.damages()).isEmpty();
    }
  }

  private void check(int segment, String what, UnaryOperator<byte[]> damage) throws IOException {
    check(segment, what, damage, true);
  }

  private void check(int segment, String what, UnaryOperator<byte[]> damage, boolean twice)
      throws IOException {
    Map<Path, byte[]> damaged = new TreeMap<>(sound);
    Path file = segments.get(segment);
    damaged.put(file, damage.apply(sound.get(file).clone()));
    if (Arrays.equals(damaged.get(file), sound.get(file))) {
      return;
    }
    store.contents(damaged);
    List<Item> read;
    List<Item> told;
    Epoch epoch;
    try (Journal journal = Journal.open(settings())) {
      read = items(journal);
      epoch = journal.epoch();
      checkRead(segment, what, read);
      checkLost(segment, what, read, journal.damages());
      told = told(journal);
      checkTold(segment, what, told, journal.damages());
      checkEpoch(segment, what, journal);
      assertThat(items(journal)).as(what).isEqualTo(read);
    }
    if (twice) {
      checkAgain(what, read, told, epoch);
    }
  }

  private void checkAgain(String what, List<Item> read, List<Item> told, Epoch epoch)
      throws IOException {
    try (Journal journal = Journal.open(settings())) {
      assertThat(journal.damages()).as("damage found twice: " + what).isEmpty();
      assertThat(journal.epoch()).as(what).isEqualTo(epoch);
      assertThat(items(journal)).as(what).isEqualTo(read);
      assertThat(told(journal)).as("told again after " + what).isEqualTo(told);
    }
  }

  private void checkRead(int segment, String what, List<Item> read) {
    List<Item> rest = new ArrayList<>(written);
    rest.removeAll(read);
    List<Item> inOrder = new ArrayList<>(written);
    inOrder.retainAll(read);
    assertThat(read).as(what).isEqualTo(inOrder);
    assertThat(rest)
        .as("lost in other segments by " + what)
        .allMatch(item -> segmentOf.get(written.indexOf(item)) == segment + 1);
  }

  private void checkLost(int segment, String what, List<Item> read, List<Damage> damages) {
    Set<String> missing = new LinkedHashSet<>();
    for (Item item : written) {
      for (long number = item.first(); number < item.first() + item.count(); number++) {
        if (!read.contains(item)) {
          missing.add(item.stream() + number);
        }
      }
    }
    Set<String> reported = reported(damages);
    if (segment < 2) {
      assertThat(reported).as("reported as lost by " + what).isEqualTo(missing);
    } else {
      assertThat(missing).as("reported as lost by " + what).containsAll(reported);
    }
  }

  private static Set<String> reported(List<Damage> damages) {
    Set<String> reported = new LinkedHashSet<>();
    for (Damage damage : damages) {
      for (Damage.Lost lost : damage.lost()) {
        for (long number = lost.from(); number < lost.to(); number++) {
          reported.add(lost.stream() + number);
        }
      }
    }
    return reported;
  }

  /** What was lost comes to readers as gaps: all of it where intact segments are around it. */
  private void checkTold(int segment, String what, List<Item> told, List<Damage> damages) {
    Set<String> numbers = new LinkedHashSet<>();
    for (Item gap : told) {
      for (long number = gap.first(); number < gap.first() + gap.count(); number++) {
        assertThat(numbers.add(gap.stream() + number)).as("told once by " + what).isTrue();
      }
    }
    if (segment == 1) {
      assertThat(numbers).as("told by " + what).isEqualTo(reported(damages));
    } else {
      assertThat(reported(damages)).as("told by " + what).containsAll(numbers);
    }
  }

  /** In the last segment all damage is found at once, and begins a new epoch. */
  private void checkEpoch(int segment, String what, Journal journal) {
    boolean damaged = !journal.damages().isEmpty();
    if (segment == 2) {
      assertThat(journal.epoch().ordinal()).as(what).isEqualTo(damaged ? 2 : 1);
    }
    boolean readAll = damaged || what.startsWith("length");
    assertThat(readAll).as("found " + what).isTrue();
  }

  private static byte[] flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return bytes;
  }

  private static byte[] zero(byte[] bytes, int from, int size) {
    Arrays.fill(bytes, from, Math.min(bytes.length, from + size), (byte) 0);
    return bytes;
  }

  private static byte[] swap(byte[] bytes, int from, int size) {
    byte[] first = Arrays.copyOfRange(bytes, from, from + size);
    System.arraycopy(bytes, from + size, bytes, from, size);
    System.arraycopy(first, 0, bytes, from + size, size);
    return bytes;
  }

  private static List<Item> items(Journal journal) throws IOException {
    return Appends.all(journal, Lane.KEPT).stream().map(Item::of).filter(i -> !told(i)).toList();
  }

  private static List<Item> told(Journal journal) throws IOException {
    return Appends.all(journal, Lane.KEPT).stream()
        .map(Item::of)
        .filter(CorruptionTest::told)
        .toList();
  }

  private static boolean told(Item item) {
    return Damage.GAP.equals(item.gap());
  }

  private JournalSettings settings() {
    return JournalSettings.in(FOLDER)
        .store(store)
        .segmentBytes(450)
        .quotas(100_000, 100_000)
        .freeFloorBytes(0)
        .groupCommit(Duration.ZERO, 1000)
        .build();
  }
}
