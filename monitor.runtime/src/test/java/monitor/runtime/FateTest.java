package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
import monitor.api.operation.PipelineView;
import monitor.api.operation.RouteView;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of batches that a sink refuses, answers too late, or that are not what they were.
 */
class FateTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);
  private static final String STREAM = "numbers/test.tick";

  @TempDir Path folder;
  private final AtomicLong next = new AtomicLong();

  @Test
  void goesOnInANewEpochWhenTwoCopiesOfADataFolderWriteIntoOneStore() throws Exception {
    Path original = folder.resolve("original");
    Path copy = folder.resolve("copy");
    MarkedSink store = new MarkedSink();
    try (Monitor monitor = monitor(original)) {
      run(monitor, store, 200);
      Await.until(() -> balance(monitor).delivered() == 200);
    }
    copy(original, copy);
    try (Monitor one = monitor(original);
        Monitor two = monitor(copy)) {
      MarkedSink both = store;
      run(one, both, 2_000);
      run(two, both, 2_000);
      Await.until(() -> settled(one, 2_200) && settled(two, 2_200));
      Balance first = balance(one);
      Balance second = balance(two);
      assertThat(first.dropped().keySet()).isSubsetOf("conflict");
      assertThat(second.dropped().keySet()).isSubsetOf("conflict");
      long conflicts = sum(first) + sum(second);
      assertThat(conflicts).isPositive();
      List<Long> events = both.allEvents();
      assertThat(events).doesNotHaveDuplicates();
      assertThat(events).hasSize((int) (200 + 4_000 - conflicts));
      assertThat(quarantined(original) + quarantined(copy)).isPositive();
      run(one, both, "later", 100);
      Await.until(() -> balance(one, "later").delivered() == 100);
    }
  }

  @Test
  void goesOnBehindABatchThatIsRefusedForEver() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = refusing(Map.of(10L, new Outcome.Rejected("never")));
    try (Monitor monitor = monitor(folder)) {
      register(monitor, store, durably(3, 10));
      Await.until(() -> settled(monitor, 30));
      assertThat(balance(monitor).dropped()).isEqualTo(Map.of("rejected", 10L));
      assertThat(store.gaps(STREAM)).isEqualTo(Map.of("rejected", 10L));
      assertThat(store.numbers(STREAM)).hasSize(30);
      assertThat(quarantine(monitor)).as("refused once").isEqualTo(1);
    }
  }

  @Test
  void tellsSeveralRefusedBatchesOfOneEpochEachByItsReason() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = batch -> Outcome.retry("away");
    try (Monitor monitor = monitor(folder)) {
      register(monitor, store, durably(7, 10));
      Await.until(() -> balance(monitor).buffered() == 70);
      store.before =
          refusing(
              Map.of(
                  10L, new Outcome.Rejected("never"),
                  20L, new Outcome.Rejected("never"),
                  30L, new Outcome.Conflict("something else"),
                  50L, new Outcome.Rejected("never")));
      Await.until(() -> settled(monitor, 70));
      Map<String, Long> refused = Map.of("rejected", 30L, "conflict", 10L);
      assertThat(balance(monitor).dropped()).isEqualTo(refused);
      assertThat(store.gaps(STREAM)).isEqualTo(refused);
      assertThat(store.numbers(STREAM)).hasSize(70);
      assertThat(quarantine(monitor)).as("refused once each").isEqualTo(4);
    }
  }

  @Test
  void goesOnBehindMoreRefusedRangesThanItTellsApart() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = batch -> Outcome.retry("away");
    try (Monitor monitor = monitor(folder)) {
      register(monitor, store, durably(112, 1));
      Await.until(() -> balance(monitor).buffered() == 112);
      store.before =
          refusing(
              LongStream.range(1, 111)
                  .boxed()
                  .collect(
                      Collectors.toMap(
                          n -> n,
                          n ->
                              n % 2 == 0
                                  ? new Outcome.Rejected("never")
                                  : new Outcome.Conflict("something else"))));
      Await.until(() -> settled(monitor, 112));
      assertThat(balance(monitor).dropped()).isEqualTo(Map.of("rejected", 55L, "conflict", 55L));
      assertThat(store.events(STREAM)).isEqualTo(List.of(0L, 111L));
      assertThat(store.numbers(STREAM)).hasSize(112);
    }
  }

  /** What was refused in an earlier session is refused once more, and then the stream goes on. */
  @Test
  void countsABatchOnceThatTheSinkRefusesAgainWhenItIsOpenedAnew() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = refusing(Map.of(10L, new Outcome.Rejected("never")));
    CountDownLatch more = new CountDownLatch(1);
    try (Monitor monitor = monitor(folder)) {
      Registration opened = monitor.register(SinkSpec.essential("store"), store);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), durably(2, more, 1));
      Await.until(() -> settled(monitor, 20));
      opened.close();
      monitor.register(SinkSpec.essential("store"), store);
      more.countDown();
      Await.until(() -> settled(monitor, 30));
      assertThat(balance(monitor).dropped()).isEqualTo(Map.of("rejected", 10L));
      assertThat(store.gaps(STREAM)).isEqualTo(Map.of("rejected", 10L));
      assertThat(store.numbers(STREAM)).hasSize(30);
      assertThat(quarantine(monitor)).as("refused once more").isEqualTo(1);
    }
  }

  /** Promises may be kept in any order, and the mark may be known before the outcome. */
  @Test
  void countsWhatIsStoredButNotAnsweredYetWhenTheSinkAsksForWhatComesBehindIt() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = refusing(Map.of(10L, new Outcome.Rejected("never")));
    CompletableFuture<Outcome> first = new CompletableFuture<>();
    Sink slow =
        batch -> {
          Delivery known = store.deliver(batch);
          if (known instanceof Outcome.Behind) {
            first.complete(Outcome.ACCEPTED);
          }
          return batch.header().id().firstSequence() == 0 ? new Delivery.Pending(first) : known;
        };
    try (Monitor monitor = monitor(folder)) {
      register(monitor, slow, durably(3, 10));
      Await.until(() -> settled(monitor, 30));
      assertThat(balance(monitor).dropped()).isEqualTo(Map.of("rejected", 10L));
      assertThat(balance(monitor).delivered()).isEqualTo(20);
      assertThat(store.gaps(STREAM)).isEqualTo(Map.of("rejected", 10L));
    }
  }

  @Test
  void keepsTheReasonOfARefusedBatchThatTheJournalHasLetGoOf() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = refusing(Map.of(10L, new Outcome.Rejected("never")));
    CountDownLatch more = new CountDownLatch(1);
    try (Monitor monitor = builder(folder).journal(4 << 20, 1 << 20).build()) {
      register(monitor, store, durably(2, more, 1));
      Await.until(() -> settled(monitor, 20));
      Path oldest = oldestKept(folder.resolve("journal"));
      monitor.register(SourceSpec.of("filling", CUSTOM, TICK), noise());
      Await.until(() -> !Files.exists(oldest));
      more.countDown();
      Await.until(() -> settled(monitor, 30));
      assertThat(store.gaps(STREAM)).isEqualTo(Map.of("rejected", 10L));
      assertThat(balance(monitor).dropped()).isEqualTo(Map.of("rejected", 10L));
    }
  }

  /** A machine that was restored to an earlier state, after what came later had been stored. */
  @Test
  void goesOnWhereACopyWroteOverAMarkInBatchesThatAreCutOtherwise() throws Exception {
    MarkedSink store = new MarkedSink();
    Path copy = copyThatIsBehind(store);
    try (Monitor monitor = monitor(copy)) {
      store.before = batch -> Outcome.retry("away");
      register(monitor, store, durably(40, 7));
      Await.until(() -> balance(monitor).buffered() == 280);
      store.before = batch -> Outcome.ACCEPTED;
      assertCopySettled(monitor, store);
      assertThat(quarantine(monitor)).as("refused once each").isEqualTo(16);
    }
    assertThat(quarantined(copy)).isEqualTo(16);
  }

  @Test
  void goesOnAlsoWhenTheCopyIsStartedAgainBehindItsConflicts() throws Exception {
    MarkedSink store = new MarkedSink();
    Path copy = copyThatIsBehind(store);
    try (Monitor monitor = monitor(copy)) {
      store.before = batch -> Outcome.retry("away");
      register(monitor, store, durably(40, 7));
      Await.until(() -> balance(monitor).buffered() == 280);
      store.before =
          batch ->
              batch.header().id().firstSequence() < 312
                  ? Outcome.ACCEPTED
                  : Outcome.retry("away again");
      Await.until(() -> balance(monitor).buffered() == 280 - 112);
    }
    store.before = batch -> Outcome.ACCEPTED;
    try (Monitor monitor = monitor(copy)) {
      monitor.register(SinkSpec.essential("store"), store);
      assertCopySettled(monitor, store);
    }
  }

  /** It ends at 200; the original, which is gone, stored what came up to 310. */
  private Path copyThatIsBehind(MarkedSink store) throws Exception {
    Path original = folder.resolve("original");
    Path copy = folder.resolve("copy");
    try (Monitor monitor = monitor(original)) {
      run(monitor, store, 200);
      Await.until(() -> balance(monitor).delivered() == 200);
    }
    copy(original, copy);
    try (Monitor monitor = monitor(original)) {
      run(monitor, store, 110);
      Await.until(() -> balance(monitor).delivered() == 310);
    }
    return copy;
  }

  /** Units of seven: those up to 312 meet what the original stored up to 310. */
  private static void assertCopySettled(Monitor monitor, MarkedSink store) throws Exception {
    Await.until(() -> settled(monitor, 480));
    assertThat(balance(monitor).dropped()).isEqualTo(Map.of("conflict", 112L));
    assertThat(balance(monitor).delivered()).isEqualTo(480 - 112);
    assertThat(store.numbers(STREAM)).hasSize(480);
    assertThat(store.gaps(STREAM)).isEqualTo(Map.of("conflict", 2L));
    assertThat(store.allEvents()).doesNotHaveDuplicates().hasSize(310 + 480 - 312);
  }

  @Test
  void movesNothingByALateAnswerOfAReplacedSink() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(1);
    Sink hanging =
        batch -> {
          taken.countDown();
          awaitUninterruptibly(release);
          answered.countDown();
          return Outcome.ACCEPTED;
        };
    try (Monitor monitor =
        Monitor.builder(folder)
            .host("test")
            .freeFloor(0)
            .shutdownTimeout(Duration.ofMillis(300))
            .build()) {
      Registration old = monitor.register(SinkSpec.essential("store"), hanging);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(100));
      Await.until(() -> balance(monitor).buffered() == 100 && taken.getCount() == 0);
      old.close();
      MarkedSink replacement = new MarkedSink();
      replacement.before = batch -> Outcome.retry("not yet");
      monitor.register(SinkSpec.essential("store"), replacement);
      release.countDown();
      Await.until(() -> answered.getCount() == 0);
      // What the old one said is on its way through the runtime now, or never.
      Await.until(() -> hanging(monitor) == 0);
      assertThat(balance(monitor).delivered()).isZero();
      assertThat(balance(monitor).buffered()).isEqualTo(100);
      replacement.before = batch -> Outcome.ACCEPTED;
      Await.until(() -> balance(monitor).delivered() == 100);
      assertThat(replacement.events(STREAM)).isEqualTo(LongStream.range(0, 100).boxed().toList());
    }
  }

  @Test
  void movesNothingByALatePendingOutcomeOfAReplacedSink() throws Exception {
    List<CompletableFuture<Outcome>> promised = new java.util.concurrent.CopyOnWriteArrayList<>();
    Sink promising =
        batch -> {
          CompletableFuture<Outcome> outcome = new CompletableFuture<>();
          promised.add(outcome);
          return new Delivery.Pending(outcome);
        };
    try (Monitor monitor = monitor(folder)) {
      Registration old = monitor.register(SinkSpec.essential("store"), promising);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(100));
      Await.until(() -> !promised.isEmpty() && balance(monitor).buffered() == 100);
      old.quiesce(Duration.ofMillis(300));
      old.close();
      promised.forEach(outcome -> outcome.complete(Outcome.ACCEPTED));
      assertThat(balance(monitor).delivered()).isZero();
      MarkedSink replacement = new MarkedSink();
      monitor.register(SinkSpec.essential("store"), replacement);
      Await.until(() -> balance(monitor).delivered() == 100);
      assertThat(replacement.events(STREAM)).hasSize(100);
    }
  }

  @Test
  void neverDeliversABatchWhoseHashIsNotTheOneItWasSealedWith() throws Exception {
    MarkedSink away = new MarkedSink();
    away.before = batch -> Outcome.retry("away");
    try (Monitor monitor = builder(folder).codec(Codec.NONE).build()) {
      run(monitor, away, "numbers", 50);
      Await.until(() -> balance(monitor).buffered() == 50);
    }
    try (Monitor monitor = builder(folder).codec(Codec.NONE).build()) {
      run(monitor, away, "numbers", 50);
      Await.until(() -> balance(monitor).buffered() == 100);
    }
    forgeFirstBatch(folder.resolve("journal"));
    MarkedSink sink = new MarkedSink();
    try (Monitor monitor = builder(folder).codec(Codec.NONE).build()) {
      monitor.register(SinkSpec.essential("store"), sink);
      Await.until(() -> balance(monitor).buffered() == 0);
      long lost = balance(monitor).dropped().getOrDefault("journal_damaged", 0L);
      assertThat(lost).isPositive();
      assertThat(sink.gaps(STREAM)).isEqualTo(Map.of("journal_damaged", lost));
      assertThat(balance(monitor).delivered()).isEqualTo(100 - lost);
      assertThat(sink.events(STREAM))
          .containsExactlyElementsOf(LongStream.range(lost, 100).boxed().toList());
      assertThat(Files.list(folder.resolve("quarantine/store")).count()).isEqualTo(1);
    }
  }

  /**
   * Changes a byte of the body of the first batch and makes the journal's own check sums right
   * again, so that only the hash can tell. Offsets are those of docs/journal.md.
   */
  private static void forgeFirstBatch(Path journal) throws IOException {
    Path file = oldestKept(journal);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    long segment = Long.parseLong(file.getFileName().toString().substring(5, 21), 16);
    int at = 0;
    while (bytes.get(at + 8) != 3 || bytes.getInt(at + 29) == 0) {
      at += 37 + bytes.getInt(at + 21) + bytes.getInt(at + 29);
    }
    int body = at + 37 + bytes.getInt(at + 21);
    int length = bytes.getInt(at + 29);
    bytes.put(body + length / 2, (byte) (bytes.get(body + length / 2) ^ 1));
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), body, length);
    bytes.putInt(at + 33, (int) crc.getValue());
    CRC32C place = new CRC32C();
    place.update(ByteBuffer.allocate(16).putLong(segment).putLong(at).flip());
    place.update(bytes.array(), at + 8, 29);
    bytes.putInt(at + 4, (int) place.getValue());
    Files.write(file, bytes.array());
  }

  private static Path oldestKept(Path journal) throws IOException {
    try (Stream<Path> files = Files.list(journal)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("kept-"))
          .min(Path::compareTo)
          .orElseThrow();
    }
  }

  @Test
  void letsNothingWaitForOneStuckSinkAndOneStuckStream() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before =
        batch ->
            batch.header().id().stream().startsWith("stuck/")
                ? Outcome.retry("not this one")
                : Outcome.ACCEPTED;
    CountDownLatch release = new CountDownLatch(1);
    Sink hanging =
        batch -> {
          awaitUninterruptibly(release);
          return Outcome.ACCEPTED;
        };
    try (Monitor monitor = builder(folder).bestEffortEvents(500).build()) {
      monitor.register(SinkSpec.essential("store"), store);
      monitor.register(SinkSpec.bestEffort("console"), hanging);
      monitor.register(SourceSpec.of("stuck", CUSTOM, TICK), counting(1_000));
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(20_000));
      Await.until(() -> balance(monitor).delivered() == 20_000);
      Balance console = balance(monitor, "numbers", "console");
      assertThat(console.holds()).as("%s", console).isTrue();
      assertThat(console.buffered()).isLessThanOrEqualTo(500);
      assertThat(console.dropped().get("behind")).isPositive();
      assertThat(balance(monitor, "stuck").buffered()).isEqualTo(1_000);
      store.before = batch -> Outcome.ACCEPTED;
      Await.until(() -> balance(monitor, "stuck").delivered() == 1_000);
      release.countDown();
      Await.until(() -> balance(monitor, "numbers", "console").buffered() == 0);
      assertThat(balance(monitor, "numbers", "console").holds()).isTrue();
    }
  }

  private static int quarantined(Path data) {
    String[] files = data.resolve("quarantine/store").toFile().list();
    return files == null ? 0 : files.length;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // It hangs, whoever asks.
      }
    }
  }

  private static int hanging(Monitor monitor) {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("sink store"))
            .filter(thread ->
                Stream.of(thread.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("awaitUninterruptibly")))
            .count();
  }

  private static boolean settled(Monitor monitor, long received) {
    Balance balance = balance(monitor);
    return balance.received() == received && balance.buffered() == 0 && balance.holds();
  }

  private static long sum(Balance balance) {
    return balance.dropped().values().stream().mapToLong(Long::longValue).sum();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private void run(Monitor monitor, Sink sink, int count) {
    run(monitor, sink, "numbers", count);
  }

  private void run(Monitor monitor, Sink sink, String source, int count) {
    if (monitor.view().sinks().isEmpty()) {
      monitor.register(SinkSpec.essential("store"), sink);
    }
    monitor.register(SourceSpec.of(source, CUSTOM, TICK), counting(count));
  }

  private void register(Monitor monitor, Sink sink, EventSource source) {
    monitor.register(SinkSpec.essential("store"), sink);
    monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), source);
  }

  private EventSource counting(int count) {
    return context -> {
      for (int i = 0; i < count; i += 10) {
        context.stream(TICK).emit(unit(10));
      }
    };
  }

  /** Units that are a batch each: one is durable before the next is emitted. */
  private EventSource durably(int units, int size) {
    return context -> {
      for (int i = 0; i < units; i++) {
        context.stream(TICK).submit(unit(size)).toCompletableFuture().get();
      }
    };
  }

  /** Units of ten, and more of them when they are asked for. */
  private EventSource durably(int units, CountDownLatch asked, int more) {
    return context -> {
      durably(units, 10).run(context);
      asked.await();
      durably(more, 10).run(context);
    };
  }

  private List<Event> unit(int size) {
    return LongStream.range(0, size)
        .mapToObj(n -> Event.custom(TICK.name(), Attributes.of("n", next.getAndIncrement())))
        .toList();
  }

  /** More than a segment holds, which no compression makes smaller. */
  private static EventSource noise() {
    return context -> {
      Random random = new Random(1);
      for (int i = 0; i < 100; i++) {
        byte[] bytes = new byte[24 << 10];
        random.nextBytes(bytes);
        String text = Base64.getEncoder().encodeToString(bytes);
        context.emit(Event.custom(TICK.name(), Attributes.of("n", -1L - i).with("noise", text)));
      }
    };
  }

  /** Refuses the events that begin with a number, whenever they come, and accepts all else. */
  private static Function<Batch, Outcome> refusing(Map<Long, Outcome> refusals) {
    return batch ->
        batch.header().gap() == null && batch.header().id().stream().equals(STREAM)
            ? refusals.getOrDefault(batch.header().id().firstSequence(), Outcome.ACCEPTED)
            : Outcome.ACCEPTED;
  }

  /** Batches that were quarantined since the start. */
  private static long quarantine(Monitor monitor) {
    return monitor.view().bounds().stream()
        .filter(bound -> bound.name().equals("quarantine") && bound.of().equals("store"))
        .mapToLong(PipelineView.Bound::used)
        .sum();
  }

  private static Balance balance(Monitor monitor) {
    return balance(monitor, "numbers");
  }

  private static Balance balance(Monitor monitor, String source) {
    return balance(monitor, source, "store");
  }

  private static Balance balance(Monitor monitor, String source, String sink) {
    return monitor.view().routes().stream()
        .filter(route -> route.source().equals(source) && route.sink().equals(sink))
        .map(RouteView::balance)
        .findFirst()
        .orElse(new Balance(0, 0, 0, Map.of()));
  }

  private static MonitorBuilder builder(Path data) {
    return Monitor.builder(data).host("test").freeFloor(0).shutdownTimeout(Duration.ofSeconds(3));
  }

  private static Monitor monitor(Path data) throws IOException {
    return builder(data).build();
  }
}
