package collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Sample;
import monitor.api.event.Series;
import monitor.api.source.EventSource;
import monitor.api.status.Status;
import monitor.testkit.Ending;
import monitor.testkit.ManualClock;
import monitor.testkit.SourceDeclaration;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;
import monitor.testkit.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path root;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00.5Z"));

  private SourceHarness start() {
    return SourceHarness.of(
            new MetricsSource(
                TestConfiguration.of(MetricsConfiguration.class, Map.of("root", root.toString()))))
        .on(clock)
        .start();
  }

  private static List<Unit> awaitUnits(SourceHarness harness, Kind kind, int count)
      throws InterruptedException {
    harness.await(() -> units(harness, kind).size() >= count, PATIENCE, count + " units");
    return units(harness, kind);
  }

  private static List<Unit> units(SourceHarness harness, Kind kind) {
    return harness.recorded().units().stream().filter(unit -> unit.kind().equals(kind)).toList();
  }

  @Test
  void emitsOneUnitForEachRoundAllAtOneTime() throws Exception {
    new GoldenHost("database-server", root).show("first");
    try (SourceHarness harness = start()) {
      awaitUnits(harness, Kind.SAMPLE, 1);
      clock.advance(Duration.ofSeconds(1));
      List<Unit> units = awaitUnits(harness, Kind.SAMPLE, 2);
      assertThat(units.get(0).events())
          .extracting(Event::timeNanos)
          .containsOnly(1_767_225_600_500_000_000L);
      assertThat(units.get(1).events())
          .extracting(Event::timeNanos)
          .containsOnly(1_767_225_601_500_000_000L);
      assertThat(harness.stop(PATIENCE)).isEqualTo(Ending.ASKED);
    }
  }

  @Test
  void looksAtProcessesAtTheirOwnInterval() throws Exception {
    new GoldenHost("database-server", root).show("first");
    try (SourceHarness harness = start()) {
      for (int round = 1; round <= 6; round++) {
        awaitUnits(harness, Kind.SAMPLE, round);
        clock.advance(Duration.ofSeconds(1));
      }
      assertThat(awaitUnits(harness, Kind.PROCESS, 2)).hasSize(2);
    }
  }

  @Test
  void goesOnWithoutWhatTheHostDoesNotShowAndSaysSo() throws Exception {
    GoldenHost host = new GoldenHost("database-server", root).show("first");
    host.remove("proc/diskstats");
    try (SourceHarness harness = start()) {
      Status status = harness.awaitStatus(Status.Level.DEGRADED, PATIENCE);
      assertThat(status.reason()).contains("disks", "proc/diskstats");
      assertThat(awaitUnits(harness, Kind.SAMPLE, 1).getFirst().events())
          .extracting(event -> ((Sample) event.payload()).series().name())
          .contains("system.memory.usage", "system.network.io")
          .doesNotContain("system.disk.io");
      host.show("first");
      clock.advance(Duration.ofSeconds(1));
      harness.awaitStatus(Status.Level.OK, PATIENCE);
    }
  }

  @Test
  void goesOnWithoutAMeterThatThrowsAndSaysSo() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    Meter fragile =
        round -> {
          if (broken.get()) {
            throw new IllegalArgumentException("a name that is none");
          }
        };
    Meter sound = round -> round.add(Series.gauge("sound", "1"), 1);
    List<Schedule> schedules =
        List.of(new Schedule("fragile", fragile, 1), new Schedule("sound", sound, 1));
    EventSource source =
        context -> {
          Sampler sampler = new Sampler(schedules, context);
          while (context.awaitNext(Duration.ofSeconds(1))) {
            sampler.sample();
          }
        };
    try (SourceHarness harness =
        SourceHarness.of(source, SourceDeclaration.of(MetricsSource.class)).on(clock).start()) {
      Status status = harness.awaitStatus(Status.Level.DEGRADED, PATIENCE);
      assertThat(status.reason()).contains("fragile", "a name that is none");
      assertThat(awaitUnits(harness, Kind.SAMPLE, 1).getFirst().events()).hasSize(1);
      broken.set(false);
      clock.advance(Duration.ofSeconds(1));
      harness.awaitStatus(Status.Level.OK, PATIENCE);
    }
  }
}
