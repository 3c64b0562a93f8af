package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
import monitor.api.operation.Incident;
import monitor.api.operation.PluginLimit;
import monitor.api.source.EventSource;
import monitor.api.source.SourceProperties;
import monitor.api.source.SourceProperties.Overflow;
import monitor.runtime.containment.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sources of one plugin may emit together. */
class LimitTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);
  private static final int MANY = 50_000;

  @TempDir Path data;

  @Test
  void dropsAndCountsWhatALossySourceEmitsOverTheLimit() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor(new Limits(1_000, 0))) {
      monitor.register(SinkSpec.essential("store"), sink);
      long begun = System.nanoTime();
      monitor.register(lossy("flood"), counting(MANY));
      Await.until(() -> balance(monitor, "flood").received() == MANY);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Await.until(() -> balance(monitor, "flood").buffered() == 0);
      Balance balance = balance(monitor, "flood");
      assertThat(balance.holds()).as("%s", balance).isTrue();
      assertThat(balance.dropped()).containsOnlyKeys("over_limit");
      assertThat(balance.delivered()).isBetween(1_000L, (long) (1_000 * (seconds + 1)) + 1);
      assertThat(limit(monitor, "flood").droppedEvents())
          .isEqualTo(balance.dropped().get("over_limit"));
      Await.until(() ->
          incident(monitor)
              .equals("it emits more than its limit of 1,000 events/s;" + " the rest is dropped"));
    }
  }

  @Test
  void holdsBackASourceThatMustLoseNothing() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor(new Limits(5_000, 0))) {
      monitor.register(SinkSpec.essential("store"), sink);
      long begun = System.nanoTime();
      monitor.register(SourceSpec.of("eager", CUSTOM, TICK), counting(12_000));
      sink.awaitEvents(12_000);
      assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(1_390).toNanos());
      assertThat(sink.numbers()).isEqualTo(LongStream.range(0, 12_000).boxed().toList());
      assertThat(balance(monitor, "eager").dropped()).isEmpty();
      assertThat(limit(monitor, "eager").heldBackSeconds()).isPositive();
      Await.until(() -> incident(monitor).endsWith("and is held back"));
    }
  }

  @Test
  void limitsBytesToo() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor(new Limits(0, 10_000))) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(lossy("heavy"), counting(MANY));
      Await.until(() -> balance(monitor, "heavy").received() == MANY);
      assertThat(balance(monitor, "heavy").dropped()).containsOnlyKeys("over_limit");
      assertThat(balance(monitor, "heavy").delivered()).isLessThan(MANY / 2);
    }
  }

  @Test
  void tellsTheOneThatSubmitsToComeAgain() throws Exception {
    try (Monitor monitor = monitor(new Limits(2, 0))) {
      List<Outcome> outcomes = new java.util.concurrent.CopyOnWriteArrayList<>();
      monitor.register(
          SourceSpec.of("intake", CUSTOM, TICK),
          context -> {
            for (int i = 0; i < 3; i++) {
              outcomes.add(
                  context.stream(TICK).submit(List.of(event(i))).toCompletableFuture().get());
            }
          });
      Await.until(() -> outcomes.size() == 3);
      assertThat(outcomes.subList(0, 2)).containsOnly(Outcome.ACCEPTED);
      assertThat(outcomes.getLast())
          .isInstanceOfSatisfying(
              Outcome.Retry.class,
              retry ->
                  assertThat(retry.reason()).isEqualTo("the plugin of intake is over its limit"));
    }
  }

  @Test
  void holdsForAllSourcesOfAPluginTogetherAndForNoOther() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor(Limits.NONE)) {
      monitor.limits(plugin -> plugin.equals("acme.flood") ? new Limits(10, 0) : Limits.NONE);
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(ofPlugin("acme.flood", "one"), counting(1_000));
      monitor.register(ofPlugin("acme.flood", "two"), counting(1_000));
      monitor.register(ofPlugin("acme.calm", "calm"), counting(1_000));
      Await.until(() -> balance(monitor, "calm").delivered() == 1_000);
      Await.until(() -> balance(monitor, "one").received() == 1_000);
      Await.until(() -> balance(monitor, "two").received() == 1_000);
      long dropped = dropped(monitor, "one") + dropped(monitor, "two");
      assertThat(dropped).isEqualTo(limit(monitor, "acme.flood").droppedEvents());
      assertThat(dropped).isGreaterThan(1_500);
      assertThat(monitor.containment().limits())
          .extracting(PluginLimit::plugin)
          .containsExactly("acme.calm", "acme.flood");
    }
  }

  @Test
  void putsANewLimitInForceWhileTheSourceWaits() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Monitor monitor = monitor(new Limits(1, 0))) {
      monitor.register(SinkSpec.essential("store"), sink);
      monitor.register(SourceSpec.of("waiting", CUSTOM, TICK), counting(100_000));
      sink.awaitEvents(1);
      assertThat(sink.numbers().size()).isLessThan(100_000);
      monitor.limits(plugin -> Limits.NONE);
      sink.awaitEvents(100_000);
      assertThat(limit(monitor, "waiting").eventsPerSecond()).isZero();
    }
  }

  @Test
  void endsASourceThatWaitsForItsLimit() throws Exception {
    try (Monitor monitor = monitor(new Limits(1, 0))) {
      Registration waiting =
          monitor.register(
              SourceSpec.of("waiting", CUSTOM, TICK),
              context -> {
                for (long i = 0; !context.stopping(); i++) {
                  context.emit(event(i));
                }
              });
      Await.until(() -> limit(monitor, "waiting").heldBackSeconds() > 0);
      // It would be interrupted after two thirds of the deadline, and the test's is shorter than
      // that.
      Thread end = Thread.ofVirtual().start(() -> waiting.quiesce(Duration.ofMinutes(10)));
      assertThat(end.join(Duration.ofSeconds(30))).isTrue();
      assertThat(monitor.view().sources().getFirst().reason()).isEqualTo("quiesced");
    }
  }

  @Test
  void refusesNegativeLimits() {
    assertThatThrownBy(() -> new Limits(-1, 0)).hasMessageContaining("must not be negative");
  }

  private Monitor monitor(Limits limits) throws Exception {
    Monitor monitor = Monitor.builder(data).eventBufferSize(100_000).build();
    monitor.limits(plugin -> limits);
    return monitor;
  }

  private static SourceSpec lossy(String name) {
    return SourceSpec.of(name, CUSTOM, TICK).withOverflow(Overflow.DROP_NEWEST);
  }

  private static SourceSpec ofPlugin(String bundle, String name) {
    return new SourceSpec(
        name,
        bundle,
        CUSTOM,
        Capabilities.NONE,
        Capabilities.NONE,
        List.of(TICK),
        Overflow.DROP_NEWEST,
        SourceProperties.Route.JOURNAL);
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

  private static Balance balance(Monitor monitor, String source) {
    return monitor.view().routes().stream()
        .filter(route -> route.source().equals(source))
        .findFirst()
        .map(route -> route.balance())
        .orElse(new Balance(0, 0, 0, java.util.Map.of()));
  }

  private static long dropped(Monitor monitor, String source) {
    return balance(monitor, source).dropped().getOrDefault("over_limit", 0L);
  }

  private static PluginLimit limit(Monitor monitor, String plugin) {
    return monitor.containment().limits().stream()
        .filter(limit -> limit.plugin().equals(plugin))
        .findFirst()
        .orElseThrow();
  }

  private static String incident(Monitor monitor) {
    return monitor.containment().incidents().stream()
        .filter(incident -> incident.kind() == Incident.Kind.LIMIT)
        .findFirst()
        .map(Incident::what)
        .orElse("");
  }
}
