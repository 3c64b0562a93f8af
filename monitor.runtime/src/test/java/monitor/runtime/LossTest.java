package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
import monitor.api.operation.RouteView;
import monitor.api.source.EventSource;
import monitor.api.source.SourceProperties.Overflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal loses is a gap: durable, the same for everybody, counted once. */
class LossTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);
  private static final String STREAM = "flood/test.tick";
  private static final int EVENTS = 6_000;
  private static final int UNIT = 50;

  @TempDir Path data;
  private final AtomicLong next = new AtomicLong();

  @Test
  void tellsWhatTheRingGaveUpThoughTheStreamNeverEmitsAgain() throws Exception {
    MarkedSink sink = new MarkedSink();
    sink.before = batch -> Outcome.retry("the database is away");
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(flood(), emitting(EVENTS));
      awaitRead(monitor, EVENTS);
      Balance away = balance(monitor, "store");
      assertThat(away.holds()).as("%s", away).isTrue();
      assertThat(away.dropped()).containsOnlyKeys("journal_full");
      sink.before = batch -> Outcome.ACCEPTED;
      assertSettled(monitor, sink, "store");
    }
  }

  @Test
  void countsWhatTheRingGivesUpWhileTheSinkIsAbsentAndOverRestarts() throws Exception {
    MarkedSink sink = new MarkedSink();
    try (Monitor monitor = monitor()) {
      Registration store = monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(flood(), emitting(100));
      awaitDelivered(monitor, 100);
      store.close();
    }
    Balance before;
    try (Monitor monitor = monitor()) {
      monitor.register(flood(), emitting(EVENTS));
      awaitRead(monitor, EVENTS + 100);
      before = balance(monitor, "store");
      assertThat(before.holds()).as("%s", before).isTrue();
      assertThat(before.dropped().get("journal_full")).isPositive();
    }
    try (Monitor monitor = monitor()) {
      assertThat(balance(monitor, "store")).isEqualTo(before);
      monitor.register(SinkSpec.essential("store"), sink);
      assertSettled(monitor, sink, "store");
      assertThat(balance(monitor, "store").dropped()).isEqualTo(before.dropped());
    }
  }

  @Test
  void tellsTwoSinksTheSameGap() throws Exception {
    MarkedSink one = new MarkedSink();
    MarkedSink two = new MarkedSink();
    one.before = batch -> Outcome.retry("away");
    two.before = one.before;
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("one"), one);
      monitor.register(SinkSpec.essential("two"), two);
      monitor.register(flood(), emitting(EVENTS));
      awaitRead(monitor, EVENTS);
      one.before = batch -> Outcome.ACCEPTED;
      assertSettled(monitor, one, "one");
    }
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("two"), two);
      two.before = batch -> Outcome.ACCEPTED;
      assertSettled(monitor, two, "two");
      assertThat(two.numbers(STREAM)).isEqualTo(one.numbers(STREAM));
      assertThat(two.gapsTold()).isEqualTo(one.gapsTold());
    }
  }

  /** As after a kill: the sink stored events of a lost range before the cursor went over them. */
  @Test
  void countsAsDeliveredWhatTheSinkHadOfALostRange() throws Exception {
    MarkedSink sink = new MarkedSink();
    loseWhatIsStored(sink);
    try (Monitor monitor = monitor()) {
      sink.before = batch -> Outcome.ACCEPTED;
      monitor.register(SinkSpec.essential("store"), sink);
      assertSettled(monitor, sink, "store");
      assertThat(sink.gaps(STREAM)).containsOnlyKeys("journal_full");
    }
  }

  @Test
  void countsItOnceWhenTheAnswerToTheRestOfTheGapGotLost() throws Exception {
    MarkedSink sink = new MarkedSink();
    loseWhatIsStored(sink);
    sink.before = batch -> Outcome.ACCEPTED;
    sink.after = batch -> Outcome.retry("the answer is lost");
    long stored = sink.events(STREAM).size();
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      Await.until(() -> !sink.gaps(STREAM).isEmpty());
      assertThat(balance(monitor, "store").delivered()).isEqualTo(stored);
    }
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      Await.until(() -> sink.gapsTold().size() >= 5);
      assertThat(balance(monitor, "store").holds()).isTrue();
      sink.after = batch -> Outcome.ACCEPTED;
      assertSettled(monitor, sink, "store");
    }
  }

  private void loseWhatIsStored(MarkedSink sink) throws Exception {
    sink.before =
        batch ->
            batch.header().id().nextSequence() > 200
                ? Outcome.retry("the database is away")
                : Outcome.ACCEPTED;
    sink.after = batch -> Outcome.retry("the answer is lost");
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(flood(), emitting(EVENTS));
      awaitRead(monitor, EVENTS);
      assertThat(balance(monitor, "store").delivered()).isZero();
      assertThat(sink.events(STREAM)).isNotEmpty();
    }
    sink.after = batch -> Outcome.ACCEPTED;
  }

  @Test
  void keepsTheReasonOfWhatWasDroppedBeforeTheRingGaveItUp() throws Exception {
    MarkedSink sink = new MarkedSink();
    sink.before = batch -> Outcome.retry("away");
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(
          flood(),
          context -> {
            Random random = new Random(1);
            for (long i = 0; i < EVENTS; i++) {
              context.emit(event(i, random));
              if (i % 10 == 0) {
                context.emit(Event.custom(TICK.name(), Attributes.of("text", "x".repeat(1 << 20))));
              }
            }
          });
      Await.until(() -> total(monitor, "oversized") == EVENTS / 10);
      awaitRead(monitor, EVENTS + EVENTS / 10);
      assertThat(total(monitor, "journal_full")).isPositive();
      assertThat(balance(monitor, "store").holds()).isTrue();
      sink.before = batch -> Outcome.ACCEPTED;
      Await.until(() -> balance(monitor, "store").buffered() == 0);
      Balance settled = balance(monitor, "store");
      assertThat(settled.dropped()).containsEntry("oversized", EVENTS / 10L);
      assertThat(settled.delivered()).isEqualTo(sink.events(STREAM).size());
      assertThat(settled.holds()).as("%s", settled).isTrue();
    }
  }

  @Test
  void givesUpWhatIsOlderThanItMayBe() throws Exception {
    AtomicLong aheadMillis = new AtomicLong();
    MarkedSink sink = new MarkedSink();
    sink.before = batch -> Outcome.retry("away");
    try (Monitor monitor =
        builder()
            .journalMaxAge(Duration.ofHours(1))
            .clock(() -> java.time.Instant.now().plusMillis(aheadMillis.get()))
            .build()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(flood(), emitting(100));
      monitor.register(SourceSpec.of("kept", CUSTOM, TICK), emitting(100));
      awaitRead(monitor, 100);
      aheadMillis.addAndGet(Duration.ofHours(2).toMillis());
      Await.until(() -> {
        aheadMillis.addAndGet(Duration.ofMinutes(1).toMillis());
        return total(monitor, "expired") == 100;
      });
      assertThat(balance(monitor, "store").buffered()).isZero();
      assertThat(route(monitor, "kept", "store").balance().buffered()).isEqualTo(100);
      sink.before = batch -> Outcome.ACCEPTED;
      Await.until(() -> Map.of("expired", 100L).equals(sink.gaps(STREAM)));
      Await.until(() -> sink.events("kept/test.tick").size() == 100);
    }
  }

  @Test
  void letsABestEffortSinkJumpAheadBeyondItsBound() throws Exception {
    MarkedSink store = new MarkedSink();
    MarkedSink slow = new MarkedSink();
    slow.before = batch -> Outcome.retry("not now");
    try (Monitor monitor = builder().bestEffortEvents(1_000).build()) {
      monitor.register(SinkSpec.essential("store"), store);
      monitor.register(SinkSpec.bestEffort("slow"), slow);
      monitor.register(SourceSpec.of("flood", CUSTOM, TICK), emitting(EVENTS));
      Await.until(() -> balance(monitor, "store").delivered() == EVENTS);
      assertThat(store.gapsTold()).isEmpty();
      Balance behind = balance(monitor, "slow");
      assertThat(behind.holds()).as("%s", behind).isTrue();
      assertThat(behind.buffered()).isLessThanOrEqualTo(1_000);
      assertThat(behind.dropped()).containsOnlyKeys("behind");
      slow.before = batch -> Outcome.ACCEPTED;
      assertSettled(monitor, slow, "slow");
    }
  }

  /** Everything the journal still has is stored in order, and every other number is in a gap. */
  private static void assertSettled(Monitor monitor, MarkedSink sink, String name)
      throws Exception {
    Await.until(() -> {
      Balance balance = balance(monitor, name);
      return balance.buffered() == 0
          && balance.received() == sink.numbers(STREAM).size()
          && balance.delivered() == sink.events(STREAM).size();
    });
    Balance balance = balance(monitor, name);
    assertThat(balance.holds()).as("%s", balance).isTrue();
    assertThat(sink.gaps(STREAM)).isEqualTo(balance.dropped());
    assertThat(sink.numbers(STREAM).keySet())
        .containsExactlyElementsOf(LongStream.range(0, balance.received()).boxed().toList());
    List<Long> events = sink.events(STREAM);
    assertThat(events).isSorted().last().isEqualTo(balance.received() - 1);
  }

  private static long total(Monitor monitor, String reason) {
    return balance(monitor, "store").dropped().getOrDefault(reason, 0L);
  }

  private void awaitRead(Monitor monitor, long received) throws Exception {
    Await.until(() ->
        balance(monitor, "store", "one").received() == received
            && source(monitor).backlog() == 0
            && source(monitor).reason().equals("it finished"));
  }

  private static monitor.api.operation.ComponentView source(Monitor monitor) {
    return monitor.view().sources().stream()
        .filter(source -> source.name().equals("flood"))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitDelivered(Monitor monitor, long count) throws Exception {
    Await.until(() -> balance(monitor, "store").delivered() == count);
  }

  private static Balance balance(Monitor monitor, String... sinks) {
    List<String> names = List.of(sinks);
    return monitor.view().routes().stream()
        .filter(route -> route.source().equals("flood") && names.contains(route.sink()))
        .map(RouteView::balance)
        .findFirst()
        .orElse(new Balance(0, 0, 0, Map.of()));
  }

  private static RouteView route(Monitor monitor, String source, String sink) {
    return monitor.view().routes().stream()
        .filter(route -> route.source().equals(source) && route.sink().equals(sink))
        .findFirst()
        .orElseThrow();
  }

  private MonitorBuilder builder() {
    return Monitor.builder(data).host("test").freeFloor(0).journal(4 << 20, 1 << 20);
  }

  private Monitor monitor() throws Exception {
    return builder().build();
  }

  private static SourceSpec flood() {
    return SourceSpec.of("flood", CUSTOM, TICK).withOverflow(Overflow.DROP_OLDEST);
  }

  /** Events that cannot be compressed, each unit durable before the next is emitted. */
  private EventSource emitting(int count) {
    return context -> {
      Random random = new Random(1);
      for (int i = 0; i < count; i += UNIT) {
        List<Event> unit =
            IntStream.range(0, UNIT).mapToObj(n -> event(next.getAndIncrement(), random)).toList();
        context.stream(TICK).submit(unit).toCompletableFuture().get();
      }
    };
  }

  private static Event event(long number, Random random) {
    byte[] noise = new byte[512];
    random.nextBytes(noise);
    String text = java.util.Base64.getEncoder().encodeToString(noise);
    return Event.custom(TICK.name(), Attributes.of("n", number).with("noise", text));
  }
}
