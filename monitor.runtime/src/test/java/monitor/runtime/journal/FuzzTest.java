package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import monitor.runtime.Rounds;
import monitor.runtime.journal.Appends.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the files of a journal contain, it opens, reads to its end and takes entries. Some of
 * what is put there has correct check sums, as if it had been written so.
 */
@Tag("T18")
@ExtendWith(Quiet.class)
class FuzzTest {
  private static final Path FOLDER = Path.of("/journal");

  private final MemoryStore store = new MemoryStore();
  private Map<Path, byte[]> sound = Map.of();

  @BeforeEach
  void write() throws Exception {
    try (Journal journal = Journal.open(settings())) {
      for (int i = 0; i < 12; i++) {
        Appends.append(journal, Lane.KEPT, Appends.entry(journal, "a", i, 1, "body " + i));
        Appends.append(journal, Lane.RING, Appends.entry(journal, "b", i, 1, "body " + i));
      }
      journal.cursors().save("sink", new byte[] {1, 2, 3});
    }
    sound = new TreeMap<>(store.contents());
  }

  @Test
  void opensWhateverIsThere() {
    Rounds.box(2_000, Duration.ofSeconds(10)).run(this::check);
  }

  /** Headers that name as their predecessor a segment which cannot be one. */
  @ParameterizedTest
  @ValueSource(
      longs = {6_587_104_123_432L, 6_595_563_562_491L, 7_068_053_912_154L, 26_205_156_876_076L})
  void opensWhatOnceFailed(long seed) throws Exception {
    check(seed);
  }

  @Test
  @Tag("full")
  void opensWhateverIsThereForLonger() {
    Rounds.box(10_000, Duration.ofSeconds(30)).run(this::check);
  }

  @Test
  @Tag("soak")
  void opensWhateverIsThereForHours() {
    Rounds.soak(Integer.MAX_VALUE).run(this::check);
  }

  private void check(long seed) throws Exception {
    Random random = new Random(seed);
    Map<Path, byte[]> changed = new TreeMap<>();
    sound.forEach((file, bytes) -> changed.put(file, change(bytes.clone(), file, random)));
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[random.nextInt(2_000)];
      random.nextBytes(noise);
      changed.put(FOLDER.resolve(Segment.name(Lane.KEPT, random.nextInt(20))), noise);
    }
    store.contents(changed);
    for (int i = 0; i < 2; i++) {
      try (Journal journal = Journal.open(settings())) {
        for (Lane lane : Lane.values()) {
          Appends.all(journal, lane);
        }
        journal.cursors().names().forEach(name -> journal.cursors().load(name));
        StreamState state = journal.streams().get("fresh");
        long next = state == null ? 0 : state.nextSequence();
        Entry entry = Appends.entry(journal, "fresh", next, 1, "body");
        try {
          Appends.append(journal, Lane.KEPT, entry);
          assertThat(Appends.all(journal, Lane.KEPT)).extracting(Entry::stream).contains("fresh");
        } catch (RefusedException e) {
          assertThat(e).hasMessageContaining("full");
        }
      }
    }
  }

  private static byte[] change(byte[] bytes, Path file, Random random) {
    if (random.nextInt(3) > 0 || bytes.length == 0) {
      return bytes;
    }
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        default -> putNumber(bytes, at, random);
      }
    }
    if (random.nextBoolean()) {
      correct(bytes, file);
    }
    return bytes;
  }

  /** The numbers that lengths and counts must not be believed. */
  private static void putNumber(byte[] bytes, int at, Random random) {
    int[] numbers = {0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, random.nextInt()};
    if (at + Integer.BYTES <= bytes.length) {
      ByteBuffer.wrap(bytes).putInt(at, numbers[random.nextInt(numbers.length)]);
    }
  }

  /** Makes all check sums right, as far as the lengths lead. */
  private static void correct(byte[] bytes, Path file) {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    if (file.toString().endsWith(".cursor")) {
      if (bytes.length > 8) {
        all.putInt(4, crc(bytes, 8, bytes.length - 8));
      }
      return;
    }
    Lane lane = file.toString().contains("kept") ? Lane.KEPT : Lane.RING;
    long at = 0;
    while (at >= 0 && at + Frame.BYTES <= bytes.length) {
      all.position((int) at);
      int meta = all.getInt((int) at + Frame.META_LENGTH_AT);
      int body = all.getInt((int) at + Frame.META_LENGTH_AT + 8);
      long end = at + Frame.BYTES + (long) meta + body;
      if (meta < 0 || body < 0 || end > bytes.length) {
        return;
      }
      byte type = all.get((int) at + 8);
      long serial = all.getLong((int) at + 9);
      int group = all.getInt((int) at + 17);
      int metaCrc = crc(bytes, (int) at + Frame.BYTES, meta);
      int bodyCrc = crc(bytes, (int) at + Frame.BYTES + meta, body);
      new Frame(at, type, serial, group, meta, metaCrc, body, bodyCrc)
          .put(all, Segment.id(lane, file));
      at = end;
    }
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private JournalSettings settings() {
    return JournalSettings.in(FOLDER)
        .store(store)
        .segmentBytes(450)
        .quotas(100_000, 100_000)
        .freeFloorBytes(0)
        .groupCommit(Duration.ZERO, 1_000)
        .build();
  }
}
