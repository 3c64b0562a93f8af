package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.RouteView;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.source.EventSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is owed to a sink before a cursor says so: at a first start, and of a stream that begins.
 */
class FirstDebtsTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);
  private static final List<Long> ALL = LongStream.range(0, 1_000).boxed().toList();

  @TempDir Path folder;

  @Test
  void owesTheFirstSinkWhatWasJournaledBeforeTheStopBeforeIt() throws Exception {
    try (Monitor monitor = monitor("data")) {
      emit(monitor, "numbers");
    }
    assertOwed("data", "numbers");
  }

  @Test
  void owesTheFirstSinkWhatItHadNotAcceptedBeforeACrash() throws Exception {
    try (Monitor monitor = monitor("data")) {
      RecordingSink away = new RecordingSink();
      away.answer = batch -> Outcome.retry("the database is away");
      monitor.register(SinkSpec.essential("store"), away);
      emit(monitor, "numbers");
      crash();
    }
    assertOwed("crashed", "numbers");
  }

  @Test
  void owesAKnownSinkAStreamThatItsCursorDoesNotName() throws Exception {
    try (Monitor monitor = monitor("data")) {
      RecordingSink sink = new RecordingSink();
      monitor.register(SinkSpec.essential("store"), sink);
      emit(monitor, "before");
      sink.awaitEvents(ALL.size());
      awaitCursor("store", "\"delivered\":1000");
      sink.answer = batch -> Outcome.retry("the database is away");
      emit(monitor, "numbers");
      crash();
    }
    assertOwed("crashed", "numbers");
  }

  @Test
  void owesASecondSinkThatHasAcceptedNothingWhatCameSinceItIsThere() throws Exception {
    try (Monitor monitor = monitor("data")) {
      RecordingSink first = new RecordingSink();
      RecordingSink away = new RecordingSink();
      away.answer = batch -> Outcome.retry("the collector is away");
      monitor.register(SinkSpec.essential("first"), first);
      monitor.register(SinkSpec.essential("store"), away);
      emit(monitor, "numbers");
      first.awaitEvents(ALL.size());
      awaitCursor("first", "\"delivered\":1000");
      crash();
    }
    assertOwed("crashed", "numbers", "first");
  }

  @Test
  void owesASecondSinkThatCouldNotBeOpenedWhatCameSinceItIsThere() throws Exception {
    try (Monitor monitor = monitor("data")) {
      RecordingSink first = new RecordingSink();
      monitor.register(SinkSpec.essential("first"), first);
      monitor.register(SinkSpec.essential("store"), new ClosedSink());
      Await.until(() -> monitor.view().sinks().stream().anyMatch(sink -> sink.errors() > 0));
      emit(monitor, "numbers");
      first.awaitEvents(ALL.size());
    }
    assertOwed("data", "numbers", "first");
  }

  @Test
  void owesASinkWhoseCursorIsDamagedWhatTheJournalHas() throws Exception {
    try (Monitor monitor = monitor("data")) {
      RecordingSink first = new RecordingSink();
      RecordingSink second = new RecordingSink();
      monitor.register(SinkSpec.essential("first"), first);
      monitor.register(SinkSpec.essential("store"), second);
      emit(monitor, "before");
      second.awaitEvents(ALL.size());
      awaitCursor("store", "\"delivered\":1000");
      second.answer = batch -> Outcome.retry("the database is away");
      emit(monitor, "numbers");
      first.awaitEvents(2 * ALL.size());
      awaitCursor("first", "numbers");
      crash();
    }
    Path cursor = folder.resolve("crashed/journal/cursors/store.cursor");
    byte[] bytes = Files.readAllBytes(cursor);
    bytes[bytes.length / 2] ^= 1;
    Files.write(cursor, bytes);
    // It does not come at the next start: the one after that knows of it too.
    try (Monitor monitor = monitor("crashed")) {
      monitor.register(SinkSpec.essential("first"), new RecordingSink());
      Await.until(() -> route(monitor, "numbers", "first").isPresent());
    }
    assertOwed("crashed", "numbers", "first");
  }

  private void awaitCursor(String sink, String part) throws Exception {
    Path cursor = folder.resolve("data/journal/cursors/" + sink + ".cursor");
    Await.until(() ->
        Files.exists(cursor)
            && Files.readString(cursor, StandardCharsets.ISO_8859_1).contains(part));
  }

  /** One that never opens. */
  private static final class ClosedSink implements Sink {
    @Override
    public void open(SinkContext context) {
      throw new IllegalStateException("the collector is away");
    }

    @Override
    public Delivery deliver(Batch batch) {
      throw new AssertionError("it is not open");
    }
  }

  @Test
  void owesALaterSinkNothingFromBefore() throws Exception {
    try (Monitor monitor = monitor("data")) {
      RecordingSink first = new RecordingSink();
      monitor.register(SinkSpec.essential("store"), first);
      emit(monitor, "numbers");
      first.awaitEvents(ALL.size());
    }
    RecordingSink later = new RecordingSink();
    try (Monitor monitor = monitor("data")) {
      monitor.register(SinkSpec.essential("later"), later);
      emit(monitor, "numbers");
      later.awaitEvents(ALL.size());
      assertThat(later.numbersOf("numbers/test.tick")).isEqualTo(ALL);
    }
  }

  @Test
  void owesASinkNothingOfAStreamThatWasRefusedToIt() throws Exception {
    SinkSpec picky = SinkSpec.essential("store").accepting(CUSTOM);
    RecordingSink first = new RecordingSink();
    try (Monitor monitor = monitor("data")) {
      monitor.register(picky, first);
      emit(monitor, SourceSpec.of("refused", Capabilities.of(Capability.LOGS), TICK));
      emit(monitor, "numbers");
      first.awaitEvents(ALL.size());
    }
    RecordingSink again = new RecordingSink();
    try (Monitor monitor = monitor("data")) {
      monitor.register(picky, again);
      emit(monitor, "numbers");
      again.awaitEvents(ALL.size());
      assertThat(again.numbersOf("refused/test.tick")).isEmpty();
      assertThat(first.numbersOf("refused/test.tick")).isEmpty();
    }
  }

  /** Also when the sink is there before the source. */
  private void assertOwed(String data, String source, String... others) throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor(data)) {
      for (String other : others) {
        monitor.register(SinkSpec.essential(other), new RecordingSink());
      }
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(SourceSpec.of(source, CUSTOM, TICK), context -> context.awaitStop());
      Await.until(() -> sink.numbersOf(source + "/" + TICK).size() >= ALL.size());
      assertThat(sink.numbersOf(source + "/" + TICK)).isEqualTo(ALL);
      Await.until(() -> balance(monitor, source).delivered() == ALL.size());
      assertThat(balance(monitor, source).holds()).as("%s", balance(monitor, source)).isTrue();
      assertThat(balance(monitor, source).buffered()).isZero();
    }
  }

  private static monitor.api.operation.Balance balance(Monitor monitor, String source) {
    return route(monitor, source, "store").map(RouteView::balance).orElseThrow();
  }

  private static Optional<RouteView> route(Monitor monitor, String source, String sink) {
    return monitor.view().routes().stream()
        .filter(route -> route.source().equals(source) && route.sink().equals(sink))
        .findFirst();
  }

  /** Returns when all of them are durable. */
  private static void emit(Monitor monitor, String source) throws Exception {
    emit(monitor, SourceSpec.of(source, CUSTOM, TICK));
  }

  private static void emit(Monitor monitor, SourceSpec source) throws Exception {
    CountDownLatch durable = new CountDownLatch(1);
    EventSource numbers =
        context -> {
          List<Event> events = new ArrayList<>();
          ALL.forEach(n -> events.add(Event.custom(TICK.name(), Attributes.of("n", n))));
          context.stream(TICK).submit(events).thenRun(durable::countDown);
          context.awaitStop();
        };
    monitor.register(source, numbers);
    Await.until(() -> durable.getCount() == 0);
  }

  /** What a kill at this moment would leave. */
  private void crash() throws IOException {
    Path from = folder.resolve("data");
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, folder.resolve("crashed").resolve(from.relativize(path).toString()));
      }
    }
  }

  private Monitor monitor(String data) throws Exception {
    return Monitor.builder(folder.resolve(data))
        .host("test")
        .freeFloor(0)
        .shutdownTimeout(Duration.ofSeconds(10))
        .build();
  }
}
