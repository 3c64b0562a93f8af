package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.LongStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version goes on behind the last unit of the one before, also where that is not durable yet. */
class PositionHandoverTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final int VERSIONS = 100;

  @TempDir Path data;

  @Test
  void goesOnBehindWhatIsStillOnItsWayToTheDisk() throws Exception {
    RecordingSink sink = new RecordingSink();
    BlockingQueue<Long> emitted = new LinkedBlockingQueue<>();
    try (Monitor monitor = Monitor.builder(data).build()) {
      monitor.register(SinkSpec.essential("store"), sink);
      for (int version = 0; version < VERSIONS; version++) {
        Registration registration =
            monitor.register(
                SourceSpec.of("tail", Capabilities.of(Capability.CUSTOM), TICK),
                context -> {
                  Position last = context.stream(TICK).positions().get("file");
                  long next = last == null ? 0 : Long.parseLong(String.valueOf(last.value()));
                  Position after = new Position("file", 1, Long.toString(next + 1));
                  context.stream(TICK)
                      .emit(List.of(Event.custom(TICK.name(), Attributes.of("n", next))), after);
                  emitted.add(next);
                });
        assertThat(emitted.take()).isEqualTo(version);
        registration.close();
      }
      sink.awaitEvents(VERSIONS);
    }
    assertThat(sink.numbers()).isEqualTo(LongStream.range(0, VERSIONS).boxed().toList());
  }
}
