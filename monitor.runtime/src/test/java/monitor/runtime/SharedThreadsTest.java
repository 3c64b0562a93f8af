package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.RouteView;
import monitor.api.source.EventSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one source does to the threads that all share does not reach the others. */
class SharedThreadsTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);

  @TempDir Path data;

  @Test
  void goesOnWhileWhatHangsOnAnOutcomeWaits() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = Monitor.builder(data).freeFloor(0).build()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(
          SourceSpec.of("waiting", CUSTOM, TICK),
          context -> {
            context.stream(TICK)
                .submit(List.of(event(-1)))
                .thenRun(() -> {
                  waits.countDown();
                  awaitUninterruptibly(never);
                });
            context.awaitStop();
          });
      Await.until(() -> waits.getCount() == 0);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(100));
      try {
        Await.until(() -> sink.numbersOf("numbers/test.tick").size() == 100);
      } finally {
        never.countDown();
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void takesATextThatEndsInTheMiddleOfACharacter() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = Monitor.builder(data).freeFloor(0).build()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(
          SourceSpec.of("cutting", CUSTOM, TICK),
          context -> {
            context.emit(
                Event.custom(
                    TICK.name(), Attributes.of(Map.of("n", 1L, "text", "\ud83d", "b\udca9", "c"))));
            context.emit(event(2));
            context.awaitStop();
          });
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(100));
      Await.until(() -> sink.numbersOf("numbers/test.tick").size() == 100);
      Await.until(() -> sink.numbersOf("cutting/test.tick").equals(List.of(1L, 2L)));
      Await.until(() -> delivered(monitor, "cutting") == 2);
    }
  }

  /** The clock fails on the thread that makes batches of all streams, once. */
  @Test
  void goesOnWithTheOthersWhenABatchCannotBeMade() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor =
        Monitor.builder(data)
            .freeFloor(0)
            .clock(() -> {
              boolean batcher = Thread.currentThread().getName().equals("batcher");
              if (batcher && fails.compareAndSet(true, false)) {
                throw new IllegalStateException("no time");
              }
              return Instant.now();
            })
            .build()) {
      monitor.register(SinkSpec.essential("store"), sink);
      fails.set(true);
      monitor.register(SourceSpec.of("unlucky", CUSTOM, TICK), counting(1));
      Await.until(() -> !fails.get());
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(100));
      Await.until(() -> sink.numbersOf("numbers/test.tick").size() == 100);
      assertThat(sink.numbersOf("numbers/test.tick"))
          .isEqualTo(LongStream.range(0, 100).boxed().toList());
    }
  }

  private static long delivered(Monitor monitor, String source) {
    return monitor.view().routes().stream()
        .filter(route -> route.source().equals(source))
        .map(RouteView::balance)
        .mapToLong(balance -> balance.holds() ? balance.delivered() : -1)
        .sum();
  }

  private static EventSource counting(int count) {
    return context -> {
      for (long n = 0; n < count; n++) {
        context.emit(event(n));
      }
      context.awaitStop();
    };
  }

  private static Event event(long n) {
    return Event.custom(TICK.name(), Attributes.of("n", n));
  }
}
