package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import monitor.api.source.Position;
import monitor.runtime.Rounds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random histories against a model: appends, reads, releases, clean ends, kills and power losses on
 * a disk that is full or fails now and then. The property {@code tests.seed} repeats one.
 */
@Tag("T1")
@ExtendWith(Quiet.class)
class JournalModelTest {
  private static final Path FOLDER = Path.of("/journal");
  private static final int STEPS = 40;

  @Test
  void agreesWithTheModelThroughRandomHistories() {
    run(Rounds.box(300, Duration.ofSeconds(20)));
  }

  @Test
  @Tag("full")
  void agreesWithTheModelThroughThousandsOfHistories() {
    run(Rounds.exactly(5_000));
  }

  @Test
  @Tag("soak")
  void agreesWithTheModelThroughMillionsOfHistories() {
    run(Rounds.soak(1_000_000));
  }

  private static void run(Rounds rounds) {
    rounds.run(seed -> {
      try (History history = new History(seed)) {
        history.run();
      }
    });
  }

  private static final class History implements AutoCloseable {
    private final Random random;
    private final MemoryStore store = new MemoryStore();
    private final JournalModel model = new JournalModel();
    private final Map<String, Long> next = new HashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private Journal journal;
    private Reader reader;
    private Reader ring;
    private byte[] cursor = {};
    private final List<byte[]> unsure = new ArrayList<>();
    private int read;
    private int readRing;
    private int alone;

    History(long seed) throws IOException {
      random = new Random(seed);
      journal = Journal.open(settings());
      reader = journal.reader(Lane.KEPT, null);
      ring = journal.reader(Lane.RING, null);
    }

    private JournalSettings settings() {
      return JournalSettings.in(FOLDER)
          .store(store)
          .clock(InstantSource.fixed(Instant.EPOCH), random)
          .segmentBytes(1000 + random.nextInt(6000))
          .quotas(40_000, 20_000)
          .freeFloorBytes(0)
          .hotBytes(random.nextInt(3) * 2000L)
          .groupCommit(Duration.ZERO, 1 + random.nextInt(4000))
          .build();
    }

    void run() throws Exception {
      for (int i = 0; i < STEPS; i++) {
        step(random.nextInt(20));
      }
      crash(false);
    }

    private void step(int choice) throws Exception {
      switch (choice) {
        case 0 -> reopen();
        case 1 -> crash(false);
        case 2 -> crash(true);
        case 3 -> failSome();
        case 4 -> store.capacity(random.nextInt(40_000));
        case 5, 6 -> store.revive();
        case 7, 8 -> read();
        case 9 -> readRing();
        case 10 -> release();
        case 11 -> store.shortWrites(1 + random.nextInt(1_000));
        default -> append();
      }
    }

    private void append() throws Exception {
      int entries = 1 + random.nextInt(6);
      CountDownLatch answered = new CountDownLatch(entries);
      Queue<Entry> refused = new ConcurrentLinkedQueue<>();
      Set<Lane> taken = ConcurrentHashMap.newKeySet();
      for (int i = 0; i < entries; i++) {
        String stream = "stream-" + random.nextInt(4);
        Lane lane = lanes.computeIfAbsent(stream, s -> Lane.values()[random.nextInt(2)]);
        Entry entry = entry(stream);
        if (entry.count() > 0 && entry.body().remaining() < 10_000) {
          next.put(stream, entry.nextSequence());
        }
        model.attempt(lane, entry);
        journal.append(lane, entry, callback(lane, entry, answered, taken, refused));
      }
      assertThat(answered.await(10, TimeUnit.SECONDS)).as("all appends answered").isTrue();
      refused.stream()
          .filter(entry -> entry.count() > 0)
          .forEach(entry -> next.merge(entry.stream(), entry.firstSequence(), Math::min));
      if (refused.isEmpty()) {
        // Only a success makes sure that what was refused before it is gone.
        taken.forEach(model::settle);
      }
    }

    private AppendCallback callback(
        Lane lane, Entry entry, CountDownLatch answered, Set<Lane> taken, Queue<Entry> refused) {
      return new AppendCallback() {
        @Override
        public void durable(Location at, Location behind) {
          model.durable(lane, entry);
          taken.add(lane);
          answered.countDown();
        }

        @Override
        public void refused(String reason, boolean full) {
          if (full) {
            refused.add(entry);
          }
          answered.countDown();
        }
      };
    }

    private Entry entry(String stream) {
      if (random.nextInt(8) == 0) {
        Position position = new Position("alone", 1, String.valueOf(alone++));
        return Entry.positionsOnly(stream, journal.epoch(), List.of(position));
      }
      boolean gap = random.nextInt(8) == 0;
      byte[] body = new byte[gap ? 0 : size()];
      random.nextBytes(body);
      byte[] header = new byte[random.nextInt(30)];
      random.nextBytes(header);
      return new Entry(
          stream,
          journal.epoch(),
          next.getOrDefault(stream, 0L),
          1 + random.nextInt(100),
          gap ? "reason-" + random.nextInt(2) : null,
          header,
          Item.body(body),
          List.of(position()));
    }

    private int size() {
      return random.nextInt(50) == 0 ? 30_000 : random.nextInt(800);
    }

    private Position position() {
      String value = random.nextInt(5) == 0 ? null : "place " + random.nextInt();
      return new Position("file-" + random.nextInt(5), 1, value);
    }

    private void failSome() {
      MemoryStore.Operation[] changes = {
        MemoryStore.Operation.WRITE,
        MemoryStore.Operation.FORCE,
        MemoryStore.Operation.CREATE,
        MemoryStore.Operation.RENAME,
        MemoryStore.Operation.SYNC,
        MemoryStore.Operation.DELETE
      };
      MemoryStore.Operation failing = changes[random.nextInt(changes.length)];
      int every = 1 + random.nextInt(3);
      store.fault((operation, file, number) ->
          operation == failing && number % every == 0 ? "Input/output error" : null);
    }

    private void read() throws IOException {
      List<Item> expected = model.visible(Lane.KEPT);
      for (int i = random.nextInt(10); i > 0; i--) {
        StoredEntry entry = reader.next(EntryFilter.ALL);
        if (entry == null) {
          assertThat(read).as("entries read at the end").isEqualTo(expected.size());
          return;
        }
        assertThat(Item.of(entry.entry())).isEqualTo(expected.get(read++));
      }
    }

    /** What gave way is passed over; the rest comes in order. */
    private void readRing() throws IOException {
      List<Item> expected = model.visible(Lane.RING);
      for (int i = random.nextInt(10); i > 0; i--) {
        StoredEntry entry = ring.next(EntryFilter.ALL);
        if (entry == null) {
          return;
        }
        int at = expected.subList(readRing, expected.size()).indexOf(Item.of(entry.entry()));
        assertThat(at).as("place of an entry in the ring lane").isNotNegative();
        readRing += at + 1;
      }
    }

    private void release() {
      byte[] state = new byte[random.nextInt(50)];
      random.nextBytes(state);
      unsure.add(state);
      try {
        journal.cursors().save("the sink", state);
        cursor = state;
        unsure.clear();
        journal.release(Lane.KEPT, reader.location());
        model.release(read);
      } catch (IOException e) {
        // What is not saved durably must not be released.
      }
    }

    /** There is the last one that was saved, or one of those of which that is not known. */
    private void checkCursor() {
      byte[] found = journal.cursors().load("the sink").orElse(new byte[0]);
      if (unsure.stream().noneMatch(state -> Arrays.equals(found, state))) {
        assertThat(found).as("cursor").isEqualTo(cursor);
      }
      cursor = found;
      unsure.clear();
    }

    private void reopen() throws IOException {
      store.revive();
      journal.close();
      open(false);
    }

    private void crash(boolean power) throws IOException {
      store.kill();
      journal.close();
      store.revive();
      if (power) {
        store.losePower(random);
      }
      open(true);
    }

    private void open(boolean crashed) throws IOException {
      Location from = reader.location();
      Location ringFrom = ring.location();
      long ordinal = journal.epoch().ordinal();
      journal = Journal.open(settings());
      boolean damaged = !journal.damages().isEmpty();
      assertThat(damaged).as("damaged").isIn(false, crashed);
      assertThat(journal.epoch().ordinal()).isEqualTo(ordinal + (damaged ? 1 : 0));
      for (Lane lane : Lane.values()) {
        model.compare(lane, all(lane), true);
      }
      model.compare(journal.streams());
      checkCursor();
      next.clear();
      journal.streams().forEach((name, state) -> next.put(name, state.nextSequence()));
      reader = journal.reader(Lane.KEPT, from);
      ring = journal.reader(Lane.RING, ringFrom);
    }

    private List<Entry> all(Lane lane) throws IOException {
      List<Entry> entries = new ArrayList<>();
      try (Reader all = journal.reader(lane, null)) {
        for (StoredEntry e = all.next(EntryFilter.ALL); e != null; e = all.next(EntryFilter.ALL)) {
          entries.add(e.entry());
        }
      }
      return entries;
    }

    @Override
    public void close() throws IOException {
      journal.close();
    }
  }
}
