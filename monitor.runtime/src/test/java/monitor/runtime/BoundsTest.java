package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.operation.PipelineView.LaneView;
import monitor.api.source.EventSource;
import monitor.api.source.SourceProperties.Overflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the view says of all that waits: how much, how old, and how much may. */
class BoundsTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);

  @TempDir Path data;
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void saysHowMuchEachLaneHoldsAndHowLongItsCommitsTook() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = batch -> Outcome.retry("away");
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), store);
      monitor.register(SourceSpec.of("waits", CUSTOM, TICK), counting(100));
      monitor.register(
          SourceSpec.of("yields", CUSTOM, TICK).withOverflow(Overflow.DROP_OLDEST), counting(30));
      Await.until(() -> lane(monitor, "kept").events() == 100);
      Await.until(() -> lane(monitor, "ring").events() == 30);
      for (String name : new String[] {"kept", "ring"}) {
        Await.until(() -> lane(monitor, name).commits().count() > 0);
        LaneView lane = lane(monitor, name);
        assertThat(lane.bytes()).isPositive().isLessThan(lane.maxBytes());
        assertThat(lane(monitor, name).commits().sumSeconds()).isPositive();
      }
      store.before = batch -> Outcome.ACCEPTED;
      Await.until(() -> lane(monitor, "kept").events() == 0);
      Await.until(() -> lane(monitor, "ring").events() == 0);
    }
  }

  @Test
  void saysHowOldTheOldestEventIs() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = batch -> Outcome.retry("away");
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), store);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(10));
      Await.until(() -> oldest(monitor) > 0.3);
      // An hour that only the clock on the wall sees.
      now = now.plus(Duration.ofHours(1));
      assertThat(oldest(monitor)).isLessThan(3_000);
    }
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), store);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(10));
      Await.until(() -> monitor.view().routes().size() == 1);
      assertThat(oldest(monitor)).isBetween(3_600.0, 7_200.0);
      store.before =
          batch ->
              batch.header().id().firstSequence() < 10 ? Outcome.ACCEPTED : Outcome.retry("away");
      Await.until(() -> oldest(monitor) < 3_000);
      Await.until(() -> lane(monitor, "kept").events() == 10);
      assertThat(oldest(monitor)).isBetween(0.0, 3_000.0);
      store.before = batch -> Outcome.ACCEPTED;
      Await.until(() -> lane(monitor, "kept").events() == 0);
      assertThat(oldest(monitor)).isZero();
    }
  }

  @Test
  void saysWhatWaitsBesideItsLimit() throws Exception {
    MarkedSink store = new MarkedSink();
    store.before = batch -> new Outcome.Rejected("not this one");
    MarkedSink watcher = new MarkedSink();
    watcher.before = batch -> Outcome.retry("away");
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), store);
      monitor.register(SinkSpec.bestEffort("watcher"), watcher);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(100));
      Await.until(() -> used(monitor, "quarantine of store") > 0);
      Await.until(() -> used(monitor, "best-effort of numbers/test.tick to watcher") == 100);
      Map<String, Bound> bounds = bounds(monitor);
      assertThat(bounds.get("quarantine of store").max()).isEqualTo(1_000);
      assertThat(bounds.get("best-effort of numbers/test.tick to watcher").max())
          .isEqualTo(100_000);
      assertThat(bounds.get("buffer.events of numbers/test.tick").max()).isEqualTo(500);
      assertThat(bounds.get("buffer.bytes of numbers/test.tick").unit()).isEqualTo("bytes");
      assertThat(bounds.get("sources of ")).isEqualTo(new Bound("sources", "", "sources", 1, 32));
      assertThat(bounds.get("window of watcher").max()).isEqualTo(4 << 20);
      assertThat(bounds.get("hot of kept").used()).isPositive();
      assertThat(monitor.view().journal().freeBytes()).isPositive();
    }
  }

  private Monitor monitor() throws Exception {
    InstantSource clock = () -> now;
    return Monitor.builder(data)
        .host("test")
        .clock(clock)
        .freeFloor(0)
        .eventBufferSize(500)
        .maxEventSources(32)
        .shutdownTimeout(Duration.ofSeconds(2))
        .build();
  }

  private static EventSource counting(long events) {
    return context -> {
      for (long i = 0; i < events; i++) {
        context.emit(Event.custom(TICK.name(), Attributes.of("n", i)));
      }
    };
  }

  private static LaneView lane(Monitor monitor, String name) {
    return monitor.view().journal().lanes().stream()
        .filter(lane -> lane.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double oldest(Monitor monitor) {
    PipelineView view = monitor.view();
    return view.routes().isEmpty() ? 0 : view.routes().getFirst().oldestSeconds();
  }

  private static Map<String, Bound> bounds(Monitor monitor) {
    return monitor.view().bounds().stream()
        .collect(Collectors.toMap(bound -> bound.name() + " of " + bound.of(), bound -> bound));
  }

  private static long used(Monitor monitor, String bound) {
    Bound found = bounds(monitor).get(bound);
    return found == null ? 0 : found.used();
  }
}
