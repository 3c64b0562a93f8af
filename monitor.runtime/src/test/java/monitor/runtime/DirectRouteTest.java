package monitor.runtime;

import static monitor.runtime.PassingSource.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.operation.RouteView;
import monitor.api.sink.Sink;
import monitor.runtime.batch.SealedBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a source whose peer keeps the data to the sinks, past the journal. */
class DirectRouteTest {
  @TempDir Path data;
  private final PassingSource source = new PassingSource();
  private final CountDownLatch released = new CountDownLatch(1);
  private Monitor monitor;

  @BeforeEach
  void start() throws Exception {
    monitor =
        Monitor.builder(data)
            .agent("collector")
            .freeFloor(0)
            .directWindow(2 << 20)
            .shutdownTimeout(Duration.ofSeconds(2))
            .build();
    monitor.register(PassingSource.spec("receiver"), source);
  }

  @AfterEach
  void stop() throws Exception {
    released.countDown();
    monitor.close();
  }

  private static Outcome told(CompletableFuture<Outcome> outcome) throws Exception {
    return outcome.get(30, TimeUnit.SECONDS);
  }

  private static SinkSpec essential(String name, List<String> kinds, boolean idempotent) {
    SinkSpec any = SinkSpec.essential(name);
    return new SinkSpec(
        name, "", any.accepts(), any.requires(), kinds, true, idempotent, any.windowBytes());
  }

  private RouteView route(String sink) {
    return monitor.view().routes().stream()
        .filter(route -> route.source().equals("receiver") && route.sink().equals(sink))
        .findFirst()
        .orElseThrow();
  }

  private long windowUsed() {
    return monitor.view().bounds().stream()
        .filter(bound -> bound.name().equals("direct"))
        .mapToLong(Bound::used)
        .findFirst()
        .orElseThrow();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void handsBatchesOnAsTheyCameAndSaysWhereTheyCameThrough() throws Exception {
    List<Batch> seen = new CopyOnWriteArrayList<>();
    Set<String> threads = ConcurrentHashMap.newKeySet();
    monitor.register(
        SinkSpec.essential("store"),
        batch -> {
          threads.add(Thread.currentThread().getName());
          seen.add(batch);
          return Outcome.ACCEPTED;
        });
    List<SealedBatch> sent = new ArrayList<>();
    for (Codec codec : Codec.values()) {
      sent.add(PassingSource.sealed("agent", codec.ordinal() * 300L, 300, codec));
      assertThat(told(source.pass(PassingSource.bytes(sent.getLast()))))
          .isEqualTo(Outcome.ACCEPTED);
    }
    for (int i = 0; i < sent.size(); i++) {
      Batch batch = seen.get(i);
      assertThat(batch.header()).isEqualTo(sent.get(i).header());
      assertThat(batch.head()).isEqualTo(ByteBuffer.wrap(sent.get(i).encoded()));
      assertThat(batch.payload()).isEqualTo(ByteBuffer.wrap(sent.get(i).payload()));
      assertThat(batch.hops()).containsExactly(PassingSource.HOP);
      List<Long> sequences = new ArrayList<>();
      batch.forEach((sequence, event) -> sequences.add(sequence));
      assertThat(sequences).isEqualTo(numbers(i * 300L, i * 300L + 300));
    }
    assertThat(threads).containsExactly("sink store");
    assertThat(route("store").balance().delivered()).isEqualTo(1_500);
    assertThat(route("store").balance().received()).isEqualTo(1_500);
    assertThat(monitor.view().journal().lanes()).allMatch(lane -> lane.events() == 0);
    assertThat(windowUsed()).isZero();
  }

  @Test
  void refusesWhatIsNotWhatWasSealed() throws Exception {
    monitor.register(SinkSpec.essential("store"), batch -> Outcome.ACCEPTED);
    byte[] good = PassingSource.bytes(PassingSource.sealed("agent", 0, 10, Codec.ZSTD));
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      assertThatThrownBy(() -> source.pass(bad)).as("byte %d", at).isInstanceOf(IOException.class);
    }
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> source.pass(cut)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> source.pass(Arrays.copyOf(good, good.length + 1)))
        .isInstanceOf(IOException.class);
    assertThat(route("store").balance().received()).isZero();
  }

  @Test
  void tellsTheWorstOutcomeOnceEverySinkHasAnswered() throws Exception {
    CompletableFuture<Outcome> slow = new CompletableFuture<>();
    monitor.register(SinkSpec.essential("quick"), batch -> new Outcome.Rejected("not this one"));
    monitor.register(SinkSpec.essential("slow"), batch -> new Delivery.Pending(slow));
    CompletableFuture<Outcome> outcome = source.pass(0, 5);
    Await.until(() -> route("quick").balance().dropped().equals(Map.of("rejected", 5L)));
    assertThat(outcome).isNotDone();
    assertThat(route("slow").balance().buffered()).isEqualTo(5);
    slow.complete(Outcome.retry("away"));
    assertThat(told(outcome)).isEqualTo(Outcome.retry("away"));
    assertThat(route("slow").balance().received()).as("the peer has kept it").isZero();
    assertThat(route("slow").reason()).isEqualTo("away");
  }

  @Test
  void askesForARepetitionAsLongAsNoEssentialSinkIsThere() throws Exception {
    assertThat(told(source.pass(0, 5))).isInstanceOf(Outcome.Retry.class);
    monitor.register(SinkSpec.bestEffort("tap"), batch -> Outcome.ACCEPTED);
    assertThat(told(source.pass(0, 5))).isInstanceOf(Outcome.Retry.class);
    monitor.register(essential("other", List.of("log"), true), batch -> Outcome.ACCEPTED);
    assertThat(told(source.pass(0, 5))).isInstanceOf(Outcome.Retry.class);
    monitor.register(SinkSpec.essential("store"), batch -> Outcome.ACCEPTED);
    assertThat(told(source.pass(0, 5))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void keepsEssentialSinksAwayThatCountABatchTwice() throws Exception {
    RecordingSink counting = new RecordingSink();
    monitor.register(essential("counting", List.of("*"), false), counting);
    assertThat(told(source.pass(0, 5))).isInstanceOf(Outcome.Retry.class);
    RecordingSink store = new RecordingSink();
    monitor.register(SinkSpec.essential("store"), store);
    assertThat(told(source.pass(0, 5))).isEqualTo(Outcome.ACCEPTED);
    assertThat(store.numbers()).hasSize(5);
    assertThat(counting.deliveries).hasValue(0);
    Map<String, String> notRouted =
        monitor.view().sources().stream()
            .filter(view -> view.name().equals("receiver"))
            .findFirst()
            .orElseThrow()
            .notRouted();
    assertThat(notRouted).containsOnlyKeys("counting");
    assertThat(notRouted.get("counting")).contains("idempotent");
  }

  @Test
  void neitherAcknowledgesNorRefusesWhileASinkIsReplaced() throws Exception {
    MarkedSink store = new MarkedSink();
    Registration old = monitor.register(SinkSpec.essential("store"), store);
    assertThat(told(source.pass(0, 10))).isEqualTo(Outcome.ACCEPTED);
    old.quiesce(Duration.ofSeconds(5));
    CompletableFuture<Outcome> whileQuiet = source.pass(10, 10);
    old.resume();
    assertThat(told(whileQuiet)).isEqualTo(Outcome.ACCEPTED);
    old.close();
    List<CompletableFuture<Outcome>> whileAbsent = new ArrayList<>();
    for (long first = 20; first < 60; first += 10) {
      whileAbsent.add(source.pass(first, 10));
    }
    assertThat(whileAbsent).noneMatch(CompletableFuture::isDone);
    monitor.register(SinkSpec.essential("store"), store);
    for (CompletableFuture<Outcome> outcome : whileAbsent) {
      assertThat(told(outcome)).isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(store.events(STREAM)).isEqualTo(numbers(0, 60));
    assertThat(route("store").balance().delivered()).isEqualTo(60);
  }

  @Test
  void waitsForNobodyWhoIsRemovedForGood() throws Exception {
    monitor.register(SinkSpec.essential("store"), batch -> Outcome.ACCEPTED);
    Registration second = monitor.register(SinkSpec.essential("second"), new MarkedSink());
    second.close();
    CompletableFuture<Outcome> outcome = source.pass(0, 10);
    Await.until(() -> route("store").balance().delivered() == 10);
    assertThat(outcome).isNotDone();
    monitor.forgetSink("second");
    assertThat(told(outcome)).isEqualTo(Outcome.ACCEPTED);
  }

  /** Hangs in its first call, whatever is done to it, and answers for it much later. */
  private final class HungSink implements Sink {
    private final CountDownLatch entered = new CountDownLatch(1);

    @Override
    public Delivery deliver(Batch batch) {
      entered.countDown();
      while (released.getCount() > 0) {
        try {
          released.await();
        } catch (InterruptedException e) {
          // It does not listen.
        }
      }
      return new Outcome.Rejected("too late to count");
    }
  }

  @Test
  void handsWhatAHungSinkWasGivenToTheVersionAfterIt() throws Exception {
    HungSink hung = new HungSink();
    Registration old = monitor.register(SinkSpec.essential("store"), hung);
    CompletableFuture<Outcome> first = source.pass(0, 10);
    assertThat(hung.entered.await(30, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Outcome> second = source.pass(10, 10);
    assertThat(first).isNotDone();
    MarkedSink store = new MarkedSink();
    monitor.register(SinkSpec.essential("store"), store);
    assertThat(old.quiesce(Duration.ofMillis(500))).isFalse();
    old.close();
    assertThat(told(first)).isEqualTo(Outcome.ACCEPTED);
    assertThat(told(second)).isEqualTo(Outcome.ACCEPTED);
    released.countDown();
    assertThat(told(source.pass(20, 10))).isEqualTo(Outcome.ACCEPTED);
    assertThat(store.events(STREAM)).isEqualTo(numbers(0, 30));
    assertThat(route("store").balance().dropped()).isEmpty();
    assertThat(route("store").balance().delivered()).isEqualTo(30);
  }

  private static SinkSpec narrow(String name) {
    SinkSpec any = SinkSpec.essential(name);
    return new SinkSpec(name, "", any.accepts(), any.requires(), any.kinds(), true, true, 1);
  }

  private static Delivery promise(Collection<CompletableFuture<Outcome>> promises) {
    CompletableFuture<Outcome> promise = new CompletableFuture<>();
    promises.add(promise);
    return new Delivery.Pending(promise);
  }

  /** The version after it does not know the stream, and would begin it with the second batch. */
  @Test
  void givesBackWhatWaitsBehindABatchThatASinkGaveBack() throws Exception {
    BlockingQueue<CompletableFuture<Outcome>> promises = new LinkedBlockingQueue<>();
    Registration old = monitor.register(narrow("store"), batch -> promise(promises));
    CompletableFuture<Outcome> first = source.pass(0, 10);
    CompletableFuture<Outcome> second = source.pass(10, 10);
    CompletableFuture<Outcome> other =
        source.pass(PassingSource.bytes(PassingSource.sealed("other", 90, 10, Codec.ZSTD)));
    promises.take().complete(Outcome.retry("away"));
    assertThat(told(first)).isEqualTo(Outcome.retry("away"));
    old.close();
    MarkedSink store = new MarkedSink();
    monitor.register(SinkSpec.essential("store"), store);
    assertThat(told(second)).isInstanceOf(Outcome.Retry.class);
    assertThat(told(other)).as("of another agent").isEqualTo(Outcome.ACCEPTED);
    assertThat(told(source.pass(0, 10))).isEqualTo(Outcome.ACCEPTED);
    assertThat(told(source.pass(10, 10))).isEqualTo(Outcome.ACCEPTED);
    assertThat(store.events(STREAM)).hasSize(30).containsAll(numbers(0, 20));
    assertThat(route("store").balance().holds()).isTrue();
    assertThat(windowUsed()).isZero();
  }

  /** What the first sink thinks of it is told to the peer only when the second has answered. */
  @Test
  void takesNothingBehindABatchThatIsToGoBackToThePeer() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = batch -> Outcome.retry("away");
    CompletableFuture<Outcome> slow = new CompletableFuture<>();
    monitor.register(SinkSpec.essential("store"), store);
    monitor.register(SinkSpec.essential("slow"), batch -> new Delivery.Pending(slow));
    CompletableFuture<Outcome> first = source.pass(0, 10);
    Await.until(() -> route("store").reason().equals("away"));
    store.before = batch -> Outcome.ACCEPTED;
    CompletableFuture<Outcome> second = source.pass(10, 10);
    Await.until(() -> route("store").balance().buffered() == 0);
    slow.complete(Outcome.ACCEPTED);
    assertThat(told(first)).isEqualTo(Outcome.retry("away"));
    assertThat(told(second)).isInstanceOf(Outcome.Retry.class);
    assertThat(told(source.pass(0, 10))).isEqualTo(Outcome.ACCEPTED);
    assertThat(told(source.pass(10, 10))).isEqualTo(Outcome.ACCEPTED);
    assertThat(store.events(STREAM)).isEqualTo(numbers(0, 20));
  }

  /** It would come again in an epoch of its own, and so twice if the sink takes it after all. */
  @Test
  void leavesWithTheSinkWhatWasSubmittedBehindABatchThatItGaveBack() throws Exception {
    BlockingQueue<CompletableFuture<Outcome>> promises = new LinkedBlockingQueue<>();
    monitor.register(SinkSpec.essential("store"), batch -> promise(promises));
    CompletableFuture<Outcome> first = submit(0, 3);
    CompletableFuture<Outcome> second = submit(3, 6);
    CompletableFuture<Outcome> promise = promises.take();
    CompletableFuture<Outcome> next = promises.take();
    promise.complete(Outcome.retry("away"));
    assertThat(told(first)).isEqualTo(Outcome.retry("away"));
    next.complete(Outcome.ACCEPTED);
    assertThat(told(second)).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void letsOneSinkThatHangsHoldUpNobodyElse() throws Exception {
    HungSink hung = new HungSink();
    monitor.register(SinkSpec.bestEffort("tap"), hung);
    MarkedSink store = new MarkedSink();
    monitor.register(SinkSpec.essential("store"), store);
    for (long first = 0; first < 2_000; first += 10) {
      assertThat(told(source.pass(first, 10))).isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(store.events(STREAM)).isEqualTo(numbers(0, 2_000));
    assertThat(route("tap").balance().holds()).isTrue();
    assertThat(route("tap").balance().buffered()).isPositive();
  }

  @Test
  void holdsNoMoreThanAWindow() throws Exception {
    MarkedSink store = new MarkedSink();
    Registration registration = monitor.register(SinkSpec.essential("store"), store);
    registration.quiesce(Duration.ofSeconds(5));
    List<CompletableFuture<Outcome>> open = new ArrayList<>();
    Outcome refusal = null;
    long next = 0;
    while (refusal == null) {
      CompletableFuture<Outcome> outcome =
          source.pass(PassingSource.bytes(PassingSource.sealed("agent", next, 5_000, Codec.NONE)));
      refusal = outcome.getNow(null);
      if (refusal == null) {
        open.add(outcome);
        next += 5_000;
      }
    }
    assertThat(refusal)
        .isEqualTo(new Outcome.Retry("the window of direct routes is full", Duration.ofSeconds(1)));
    assertThat(windowUsed()).isBetween(1L << 20, 2L << 20);
    registration.resume();
    for (CompletableFuture<Outcome> outcome : open) {
      assertThat(told(outcome)).isEqualTo(Outcome.ACCEPTED);
    }
    Await.until(() -> windowUsed() == 0);
    assertThat(store.events(STREAM)).isEqualTo(numbers(0, next));
  }

  @Test
  void submitsPastTheJournalInANewEpochAfterAFailure() throws Exception {
    MarkedSink store = new MarkedSink();
    monitor.register(SinkSpec.essential("store"), store);
    submit(0, 3, Outcome.ACCEPTED);
    submit(3, 6, Outcome.ACCEPTED);
    store.before = batch -> Outcome.retry("away");
    submit(6, 9, Outcome.retry("away"));
    store.before = batch -> Outcome.ACCEPTED;
    submit(6, 9, Outcome.ACCEPTED);
    submit(9, 12, Outcome.ACCEPTED);
    assertThat(store.allEvents()).containsExactlyInAnyOrderElementsOf(numbers(0, 12));
    assertThat(store.gapsTold()).isEmpty();
    assertThat(monitor.view().journal().lanes()).allMatch(lane -> lane.events() == 0);
    assertThatThrownBy(() -> source.context().emit(PassingSource.event(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("submitted");
  }

  private CompletableFuture<Outcome> submit(long from, long to) throws Exception {
    return source.context().stream(PassingSource.TICK)
        .submit(LongStream.range(from, to).mapToObj(PassingSource::event).toList())
        .toCompletableFuture();
  }

  private void submit(long from, long to, Outcome expected) throws Exception {
    assertThat(told(submit(from, to))).isEqualTo(expected);
  }

  @Test
  void balancesWhateverIsAnswered() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<CompletableFuture<Outcome>> later = new CopyOnWriteArrayList<>();
    monitor.register(
        SinkSpec.essential("store"),
        batch -> {
          int choice = random.nextInt(7);
          if (choice == 6) {
            CompletableFuture<Outcome> promise = new CompletableFuture<>();
            later.add(promise);
            return new Delivery.Pending(promise);
          }
          return List.of(
                  Outcome.ACCEPTED,
                  Outcome.retry("away"),
                  new Outcome.Behind(3),
                  new Outcome.Conflict("another one"),
                  new Outcome.Rejected("never"),
                  new Outcome.PartlyAccepted(List.of(new Outcome.PartlyAccepted.Refused(0, "no"))))
              .get(choice);
        });
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      outcomes.add(source.pass(i * 10L, 10));
      assertThat(route("store").balance().holds()).as("seed %d", seed).isTrue();
    }
    Await.until(() -> outcomes.stream().filter(o -> !o.isDone()).count() == later.size());
    assertThat(route("store").balance().buffered()).isEqualTo(later.size() * 10L);
    later.forEach(promise -> promise.completeExceptionally(new IOException("cut")));
    Await.until(() -> outcomes.stream().allMatch(CompletableFuture::isDone));
    assertThat(route("store").balance().holds()).isTrue();
    assertThat(route("store").balance().buffered()).isZero();
    assertThat(windowUsed()).isZero();
  }
}
