package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts that meet a thread of a component lose nothing, wherever they come from. */
class InterruptTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);
  private static final int COUNT = 1_000;

  @TempDir Path data;

  /** Units of eleven and of one in turn: where an eleven finds no room, a one may. */
  @Test
  void passesOverNothingThatWaitedForRoomWhenItsSourceWasInterrupted() throws Exception {
    RecordingSink sink = new RecordingSink();
    sink.answer = batch -> Outcome.retry("the database is away");
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicLong begun = new AtomicLong();
    try (Monitor monitor =
        Monitor.builder(data)
            .freeFloor(0)
            .journal(4 << 20, 1 << 20)
            .eventBufferSize(16)
            .shutdownTimeout(Duration.ofSeconds(3))
            .build()) {
      monitor.register(SinkSpec.essential("store"), sink);
      Registration source =
          monitor.register(SourceSpec.of("units", CUSTOM, TICK), units(interrupted, begun));
      Await.until(() -> full(monitor));
      // It does not look whether it is to stop, so that it is interrupted.
      source.quiesce(Duration.ofMillis(600));
      assertThat(interrupted).isTrue();
      sink.answer = batch -> Outcome.ACCEPTED;
      source.resume();
      Await.until(() -> begun.get() > 0 && sink.numbers().contains(begun.get() + COUNT));
      List<Long> numbers = sink.numbers();
      assertThat(numbers).isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
    }
  }

  /** Whether the source has not moved for a while. */
  private static boolean full(Monitor monitor) {
    long before = received(monitor);
    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    return before > 0 && received(monitor) == before;
  }

  private static long received(Monitor monitor) {
    return monitor.view().routes().stream().mapToLong(route -> route.balance().received()).sum();
  }

  /** What does not become smaller by compression, so that the journal is soon full. */
  private static String noise(long seed) {
    byte[] bytes = new byte[400];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static EventSource units(AtomicBoolean interrupted, AtomicLong begun) {
    return context -> {
      EventStream stream = context.stream(TICK);
      Position last = stream.positions().get("next");
      long next = last == null ? 0 : Long.parseLong(String.valueOf(last.value()));
      begun.set(next);
      for (int unit = 0; ; unit++) {
        List<Event> events = new ArrayList<>();
        int size = unit % 2 == 0 ? 11 : 1;
        for (int i = 0; i < size; i++) {
          events.add(
              Event.custom(
                  TICK.name(), Attributes.of(Map.of("n", next + i, "text", noise(next + i)))));
        }
        next += size;
        try {
          stream.emit(events, new Position("next", 1, Long.toString(next)));
        } finally {
          interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
        }
      }
    };
  }

  @Test
  void triesASinkAgainThatWasInterruptedByItself() throws Exception {
    emitWithoutASink();
    RecordingSink store = new RecordingSink();
    AtomicInteger calls = new AtomicInteger();
    try (Monitor monitor = Monitor.builder(data).freeFloor(0).build()) {
      monitor.register(
          SinkSpec.essential("store"),
          batch -> {
            if (calls.getAndIncrement() == 0) {
              throw new InterruptedException("by itself");
            }
            return store.deliver(batch);
          });
      store.awaitEvents(COUNT);
      assertThat(store.numbers()).isEqualTo(LongStream.range(0, COUNT).boxed().toList());
      assertThat(monitor.view().sinks().getFirst().errors()).isEqualTo(1);
    }
  }

  @Test
  void goesOnReadingForASinkThatLeavesItsThreadInterrupted() throws Exception {
    emitWithoutASink();
    RecordingSink store = new RecordingSink();
    try (Monitor monitor = Monitor.builder(data).freeFloor(0).build()) {
      monitor.register(
          SinkSpec.essential("store"),
          new Sink() {
            @Override
            public Delivery deliver(Batch batch) {
              Delivery answer = store.deliver(batch);
              Thread.currentThread().interrupt();
              return answer;
            }
          });
      store.awaitEvents(COUNT);
      assertThat(store.numbers()).isEqualTo(LongStream.range(0, COUNT).boxed().toList());
      assertThat(monitor.view().sinks().getFirst().errors()).isZero();
    }
  }

  /** In batches of one, so that there are many; they are read from the disk afterwards. */
  private void emitWithoutASink() throws Exception {
    CountDownLatch durable = new CountDownLatch(1);
    try (Monitor monitor = Monitor.builder(data).freeFloor(0).build()) {
      monitor.register(
          SourceSpec.of("numbers", CUSTOM, TICK),
          context -> {
            EventStream stream = context.stream(TICK);
            for (long n = 0; n < COUNT; n++) {
              List<Event> one = List.of(Event.custom(TICK.name(), Attributes.of("n", n)));
              stream.submit(one).toCompletableFuture().join();
            }
            durable.countDown();
            context.awaitStop();
          });
      durable.await();
    }
  }
}
