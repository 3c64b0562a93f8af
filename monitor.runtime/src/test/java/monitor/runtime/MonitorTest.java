package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.RouteView;
import monitor.api.source.EventSource;
import monitor.api.source.Position;
import monitor.api.source.SourceProperties.Overflow;
import monitor.runtime.negotiation.Offer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);

  @TempDir Path data;

  @Test
  void deliversWhatASourceEmitsInOrder() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(50_000));
      sink.awaitEvents(50_000);
      assertThat(sink.numbers()).isEqualTo(LongStream.range(0, 50_000).boxed().toList());
      assertBalanced(monitor, "numbers", "store", 50_000, 50_000);
    }
  }

  @Test
  void failsASourceThatAsksForTicksWithoutAnInterval() throws Exception {
    try (Monitor monitor = monitor()) {
      monitor.register(
          SourceSpec.of("hasty", CUSTOM, TICK), context -> context.awaitNext(Duration.ZERO));
      Await.until(() ->
          monitor.view().sources().stream()
              .anyMatch(each -> each.reason().contains("an interval of PT0S has no ticks")));
    }
  }

  @Test
  void balancesAtEveryMomentUnderLoad() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(
          SourceSpec.of("flood", CUSTOM, TICK).withOverflow(Overflow.DROP_NEWEST),
          context -> {
            for (long i = 0; !context.stopping(); i++) {
              context.emit(event(i));
            }
          });
      for (int looks = 0; looks < 2_000; looks++) {
        for (RouteView route : monitor.view().routes()) {
          assertThat(route.balance().holds()).as("%s", route.balance()).isTrue();
        }
      }
      Await.until(() -> !dropped(monitor, "flood").isEmpty());
      assertThat(dropped(monitor, "flood")).containsOnlyKeys("buffer_full");
    }
  }

  @Test
  void keepsForTheNextStartWhatASinkHasNotAccepted() throws Exception {
    RecordingSink refusing = new RecordingSink();
    refusing.answer = batch -> Outcome.retry("the database is away");
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), refusing);
      monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(1_000));
      Await.until(() -> refusing.deliveries.get() > 1);
      Await.until(() -> route(monitor, "numbers", "store").balance().received() == 1_000);
      assertThat(route(monitor, "numbers", "store").reason()).isEqualTo("the database is away");
      assertBalanced(monitor, "numbers", "store", 1_000, 0);
    }
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor()) {
      assertBalanced(monitor, "numbers", "store", 1_000, 0);
      monitor.register(SinkSpec.essential("store"), sink);
      sink.awaitEvents(1_000);
      assertThat(sink.numbers()).isEqualTo(LongStream.range(0, 1_000).boxed().toList());
      Await.until(() -> route(monitor, "numbers", "store").balance().delivered() == 1_000);
      assertBalanced(monitor, "numbers", "store", 1_000, 1_000);
    }
  }

  @Test
  void countsOnOverARestart() throws Exception {
    for (int start = 1; start <= 3; start++) {
      RecordingSink sink = new RecordingSink();
      try (Monitor monitor = monitor()) {
        monitor.register(SinkSpec.essential("store"), sink);
        monitor.register(SourceSpec.of("numbers", CUSTOM, TICK), counting(500));
        sink.awaitEvents(500);
        long total = 500L * start;
        Await.until(() -> route(monitor, "numbers", "store").balance().delivered() == total);
        assertBalanced(monitor, "numbers", "store", total, total);
      }
    }
  }

  @Test
  void makesAUnitAndItsPositionDurableTogether() throws Exception {
    AtomicInteger resumedAt = new AtomicInteger(-1);
    EventSource reader =
        context -> {
          Position position = context.stream(TICK).positions().get("file");
          int from = position == null ? 0 : Integer.parseInt(String.valueOf(position.value()));
          resumedAt.set(from);
          for (int i = from; i < from + 300; i += 3) {
            context.stream(TICK)
                .emit(
                    List.of(event(i), event(i + 1), event(i + 2)),
                    new Position("file", 1, "" + (i + 3)));
          }
        };
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(SourceSpec.of("reader", CUSTOM, TICK), reader);
      sink.awaitEvents(300);
    }
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(SourceSpec.of("reader", CUSTOM, TICK), reader);
      sink.awaitEvents(600);
    }
    assertThat(resumedAt).hasValue(300);
    assertThat(sink.numbers()).isEqualTo(LongStream.range(0, 600).boxed().toList());
  }

  @Test
  void saysWhenSubmittedEventsAreSafe() throws Exception {
    try (Monitor monitor = monitor()) {
      RecordingSink sink = new RecordingSink();
      AtomicBoolean safe = new AtomicBoolean();
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(
          SourceSpec.of("rest", CUSTOM, TICK),
          context ->
              safe.set(
                  context.stream(TICK).submit(List.of(event(1))).toCompletableFuture().get()
                      == Outcome.ACCEPTED));
      Await.until(safe::get);
      sink.awaitEvents(1);
    }
  }

  @Test
  void cutsLongLinesAndDropsOtherGiantsWithTheReason() throws Exception {
    String giant = "x".repeat(1 << 20);
    try (Monitor monitor = monitor()) {
      RecordingSink sink = new RecordingSink();
      List<Event> lines = new java.util.concurrent.CopyOnWriteArrayList<>();
      sink.answer =
          batch -> {
            batch.forEach((sequence, event) -> lines.add(event));
            return Outcome.retry("only looking");
          };
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(
          SourceSpec.of("giants", CUSTOM, TICK, Kind.LOG),
          context -> {
            context.emit(Event.now(new LogLine(Text.of(giant), Severity.INFO, false)));
            context.emit(Event.custom(TICK.name(), Attributes.of("text", giant)));
          });
      Await.until(() -> !lines.isEmpty());
      LogLine line = (LogLine) lines.getFirst().payload();
      assertThat(line.cut()).isTrue();
      assertThat(line.body().length()).isBetween(200 << 10, 256 << 10);
      Await.until(() -> Map.of("oversized", 1L).equals(dropped(monitor, "giants")));
    }
  }

  @Test
  void runsAFailedSourceAgain() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (Monitor monitor = monitor()) {
      monitor.register(
          SourceSpec.of("unsteady", CUSTOM, TICK),
          context -> {
            if (runs.incrementAndGet() == 1) {
              throw new IllegalStateException("the cable is out");
            }
            context.awaitStop();
          });
      Await.until(() -> source(monitor, "unsteady").state() == ComponentState.FAILED);
      assertThat(source(monitor, "unsteady").reason()).isEqualTo("the cable is out");
      Await.until(() -> source(monitor, "unsteady").state() == ComponentState.ACTIVE);
      assertThat(source(monitor, "unsteady").restarts()).isEqualTo(1);
    }
  }

  @Test
  void fencesOffASourceThatHangs() throws Exception {
    AtomicBoolean running = new AtomicBoolean();
    AtomicBoolean release = new AtomicBoolean();
    AtomicBoolean fenced = new AtomicBoolean();
    try (Monitor monitor = builder().shutdownTimeout(Duration.ofMillis(300)).build()) {
      Registration hanging =
          monitor.register(
              SourceSpec.of("hanging", CUSTOM, TICK),
              context -> {
                running.set(true);
                while (!release.get()) {
                  Thread.onSpinWait();
                }
                try {
                  context.emit(event(1));
                } catch (IllegalStateException e) {
                  fenced.set(true);
                }
              });
      Await.until(running::get);
      hanging.close();
      release.set(true);
      Await.until(fenced::get);
    }
  }

  @Test
  void letsTheSecondOfANameWaitForTheFirst() throws Exception {
    AtomicInteger running = new AtomicInteger();
    EventSource source =
        context -> {
          running.incrementAndGet();
          context.awaitStop();
          running.decrementAndGet();
        };
    try (Monitor monitor = monitor()) {
      Registration first = monitor.register(SourceSpec.of("same", CUSTOM, TICK), source);
      Registration second = monitor.register(SourceSpec.of("same", CUSTOM, TICK), source);
      Await.until(() -> running.get() == 1);
      first.close();
      Await.until(() -> running.get() == 1);
      second.close();
      assertThat(running).hasValue(0);
      assertThat(monitor.view().sources()).isEmpty();
    }
  }

  @Test
  void deliversToTheOthersWhileOneStreamIsInRetry() throws Exception {
    RecordingSink sink = new RecordingSink();
    AtomicBoolean stuck = new AtomicBoolean(true);
    sink.answer =
        batch ->
            stuck.get() && batch.header().id().stream().startsWith("stuck/")
                ? Outcome.retry("not now")
                : Outcome.ACCEPTED;
    try (Monitor monitor = monitor()) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(SourceSpec.of("stuck", CUSTOM, TICK), counting(1_000));
      monitor.register(SourceSpec.of("free", CUSTOM, TICK), counting(1_000));
      Await.until(() -> sink.numbersOf("free/test.tick").size() == 1_000);
      assertThat(sink.numbersOf("stuck/test.tick")).isEmpty();
      stuck.set(false);
      Await.until(() -> sink.numbersOf("stuck/test.tick").size() == 1_000);
      assertThat(sink.numbersOf("stuck/test.tick"))
          .isEqualTo(LongStream.range(0, 1_000).boxed().toList());
    }
  }

  @Test
  void doesNotDisturbASourceWhenOnlyTheReasonOfARefusalChanges() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    RecordingSink sink = new RecordingSink();
    Capabilities kernel = Capabilities.of(Capability.KERNEL_LEVEL);
    try (Monitor monitor = monitor()) {
      monitor.policy(bundle -> Offer.ALL.without(Capability.KERNEL_LEVEL, "line 4"));
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(
          SourceSpec.of("partly", kernel.or(CUSTOM), TICK),
          context -> {
            runs.incrementAndGet();
            context.emit(event(1));
            context.awaitStop();
          });
      Await.until(() -> !sink.numbersOf("partly/test.tick").isEmpty());

      monitor.policy(bundle -> Offer.ALL.without(Capability.KERNEL_LEVEL, "line 5"));

      assertThat(source(monitor, "partly").reason()).contains("line 5");
      assertThat(source(monitor, "partly").state()).isEqualTo(ComponentState.DEGRADED);
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void neverRunsWhatThereIsAnObjectionTo() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    EventSource source =
        context -> {
          runs.incrementAndGet();
          context.awaitStop();
        };
    try (Monitor monitor = monitor()) {
      Registration liar = monitor.register(SourceSpec.of("liar", CUSTOM, TICK), source, "it lies");
      assertThat(source(monitor, "liar").state()).isEqualTo(ComponentState.QUARANTINED);
      monitor.resume("liar");
      liar.resume();
      assertThat(source(monitor, "liar").reason()).isEqualTo("it lies");
      liar.close();
      assertThat(runs).hasValue(0);

      Registration flipping = monitor.register(SourceSpec.of("liar", CUSTOM, TICK), source);
      Await.until(() -> runs.get() == 1);
      flipping.object("its flags changed");
      monitor.resume("liar");
      assertThat(source(monitor, "liar").state()).isEqualTo(ComponentState.QUARANTINED);
      assertThat(source(monitor, "liar").reason()).isEqualTo("its flags changed");
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void movesRoutesWhenHostPolicyAndSinkChangeWhileEventsFlow() throws Exception {
    Capabilities kernel = Capabilities.of(Capability.KERNEL_LEVEL);
    RecordingSink sink = new RecordingSink();
    EventSource ticking =
        context -> {
          for (long i = 0; context.awaitNext(Duration.ofMillis(1)); i++) {
            context.emit(event(i));
          }
        };
    try (Monitor monitor = monitor()) {
      monitor.host(Offer.ALL);
      monitor.register(SourceSpec.of("kernel", kernel, TICK).withRequires(kernel), ticking);
      monitor.register(SourceSpec.of("plain", CUSTOM, TICK), ticking);
      Registration store =
          monitor.register(SinkSpec.essential("store").accepting(kernel.or(CUSTOM)), sink);
      Await.until(() -> !sink.numbersOf("kernel/test.tick").isEmpty());

      monitor.host(Offer.ALL.without(Capability.KERNEL_LEVEL, "no privilege"));
      ComponentView refused = source(monitor, "kernel");
      assertThat(refused.state()).isEqualTo(ComponentState.INACTIVE);
      assertThat(refused.reason()).isEqualTo("KERNEL_LEVEL was refused by the host: no privilege");
      assertThat(refused.notRouted().get("store"))
          .isEqualTo(
              "the source lacks [KERNEL_LEVEL] (KERNEL_LEVEL was refused by the host: no privilege)");
      assertFlows(sink, "plain/test.tick");

      monitor.host(Offer.ALL);
      assertFlows(sink, "kernel/test.tick");
      monitor.policy(bundle -> Offer.ALL.without(Capability.KERNEL_LEVEL, "not here"));
      assertThat(source(monitor, "kernel").reason()).contains("the policy").contains("not here");
      monitor.policy(bundle -> Offer.ALL);
      assertFlows(sink, "kernel/test.tick");

      store.close();
      RecordingSink other = new RecordingSink();
      monitor.register(SinkSpec.essential("other").accepting(kernel), other);
      assertFlows(other, "kernel/test.tick");
      assertThat(other.numbersOf("plain/test.tick")).isEmpty();
      assertThat(source(monitor, "plain").notRouted().get("other"))
          .isEqualTo("the sink accepts [KERNEL_LEVEL] and the source is granted [CUSTOM]");
      assertFlows(sink, 0, "plain/test.tick");
    }
  }

  private static void assertFlows(RecordingSink sink, String stream) throws Exception {
    assertFlows(sink, 1, stream);
  }

  private static void assertFlows(RecordingSink sink, int least, String stream) throws Exception {
    int before = sink.numbersOf(stream).size();
    Await.until(() -> sink.numbersOf(stream).size() >= before + least);
  }

  @Test
  void refusesSettingsOutOfRangeAllAtOnce() {
    assertThatThrownBy(() ->
            Monitor.builder(data)
                .maxEventSources(0)
                .eventBufferSize(3)
                .shutdownTimeout(Duration.ZERO)
                .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "maxEventSources is 0 and must be between 1 and 100000; "
                + "eventBufferSize is 3 and must be between 16 and 1000000; "
                + "shutdownTimeout in ms is 0 and must be between 100 and 600000");
  }

  @Test
  void refusesMoreSourcesThanItMayHave() throws Exception {
    try (Monitor monitor = builder().maxEventSources(1).build()) {
      monitor.register(SourceSpec.of("one", CUSTOM, TICK), context -> context.awaitStop());
      SourceSpec two = SourceSpec.of("two", CUSTOM, TICK);
      assertThatThrownBy(() -> monitor.register(two, context -> {}))
          .hasMessageContaining("two is refused: there are already 1 sources");
    }
  }

  private MonitorBuilder builder() {
    return Monitor.builder(data).host("test").freeFloor(0).shutdownTimeout(Duration.ofSeconds(10));
  }

  private Monitor monitor() throws Exception {
    return builder().build();
  }

  private static EventSource counting(int count) {
    return context -> {
      for (long i = 0; i < count; i++) {
        context.emit(event(i));
      }
    };
  }

  private static Event event(long number) {
    return Event.custom(TICK.name(), Attributes.of("n", number));
  }

  private static ComponentView source(Monitor monitor, String name) {
    return monitor.view().sources().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Long> dropped(Monitor monitor, String source) {
    return source(monitor, source).dropped();
  }

  private static RouteView route(Monitor monitor, String source, String sink) {
    return monitor.view().routes().stream()
        .filter(r -> r.source().equals(source) && r.sink().equals(sink))
        .findFirst()
        .orElseThrow();
  }

  private static void assertBalanced(
      Monitor monitor, String source, String sink, long received, long delivered) throws Exception {
    Await.until(() -> route(monitor, source, sink).balance().delivered() == delivered);
    RouteView route = route(monitor, source, sink);
    assertThat(route.balance().holds()).as("%s", route).isTrue();
    assertThat(route.balance().received()).isEqualTo(received);
    assertThat(route.balance().buffered()).isEqualTo(received - delivered);
  }
}
