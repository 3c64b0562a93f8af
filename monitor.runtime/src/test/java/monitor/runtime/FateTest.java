package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
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
    Path file;
    try (Stream<Path> files = Files.list(journal)) {
      file =
          files
              .filter(f -> f.getFileName().toString().startsWith("kept-"))
              .min(Path::compareTo)
              .orElseThrow();
    }
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

  private EventSource counting(int count) {
    return context -> {
      for (int i = 0; i < count; i += 10) {
        List<Event> unit =
            LongStream.range(0, 10)
                .mapToObj(
                    n -> Event.custom(TICK.name(), Attributes.of("n", next.getAndIncrement())))
                .toList();
        context.stream(TICK).emit(unit);
      }
    };
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
