package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.status.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink without one of its tasks is not what was opened, whatever it reports. */
class SinkTaskTest {
  private static final Kind TICK = new Kind("test.tick");

  @TempDir Path data;

  @Test
  void opensASinkAnewWhenOneOfItsTasksFails() throws Exception {
    RecordingSink sink = new RecordingSink();
    AtomicInteger opened = new AtomicInteger();
    CountDownLatch fail = new CountDownLatch(1);
    Sink failing =
        new Sink() {
          @Override
          public void open(SinkContext context) {
            context.report(Status.OK);
            if (opened.incrementAndGet() == 1) {
              context.fork(
                  "writer",
                  () -> {
                    fail.await();
                    throw new IllegalStateException("out of luck");
                  });
            }
          }

          @Override
          public Delivery deliver(Batch batch) throws Exception {
            return sink.deliver(batch);
          }
        };
    try (Monitor monitor = Monitor.builder(data).build()) {
      monitor.register(SinkSpec.essential("store"), failing);
      monitor.register(
          SourceSpec.of("numbers", Capabilities.of(Capability.CUSTOM), TICK),
          context -> {
            for (long i = 0; i < 1_000; i++) {
              context.emit(Event.custom(TICK.name(), Attributes.of("n", i)));
            }
            context.awaitStop();
          });
      sink.awaitEvents(1_000);
      fail.countDown();
      Await.until(() -> opened.get() == 2);
      Await.until(() -> store(monitor).state() == ComponentState.ACTIVE);
      assertThat(store(monitor).errors()).isEqualTo(1);
      assertThat(store(monitor).restarts()).isEqualTo(1);
    }
    assertThat(sink.numbers()).isEqualTo(LongStream.range(0, 1_000).boxed().toList());
  }

  private static ComponentView store(Monitor monitor) {
    return monitor.view().sinks().getFirst();
  }
}
