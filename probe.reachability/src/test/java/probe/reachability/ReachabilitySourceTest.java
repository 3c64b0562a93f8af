package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Probed;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.ProbeResult.TcpConnect;
import monitor.api.probe.ProbeResult.Traceroute;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import monitor.api.status.Status;
import monitor.api.task.Assignment;
import monitor.api.task.Task;
import monitor.api.task.TaskRouter;
import monitor.testkit.Ending;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.Test;

class ReachabilitySourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ProbeResult GOOD = new TcpConnect(true, 1.5, null, "127.0.0.1");

  private final Offers offers = new Offers();

  private ReachabilitySource source(Duration interval, String... targets) {
    List<Target> list =
        List.of(targets).stream()
            .map(address -> ProbeTargets.target(address, Duration.ofSeconds(1)))
            .toList();
    return new ReachabilitySource(
        offers, new ReachabilitySettings("fake", list, interval, Attributes.of("site", "lab")));
  }

  private static Probed probed(Event event) {
    return (Probed) event.payload();
  }

  @Test
  void emitsTheResultOfEachRoundWithItsTags() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(20), "a", "b");
    offers.add((target, grant) -> GOOD, "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      List<Event> events = harness.awaitEvents(6, PATIENCE);
      assertThat(events).extracting(event -> probed(event).target()).contains("a", "b");
      assertThat(events)
          .allSatisfy(event -> {
            assertThat(probed(event).probe()).isEqualTo("fake");
            assertThat(probed(event).result()).isEqualTo(GOOD);
            assertThat(event.attributes().get("site")).isEqualTo("lab");
          });
      assertThat(harness.stop(PATIENCE)).isEqualTo(Ending.ASKED);
    }
  }

  @Test
  void neverRunsTwoRoundsOfATargetAtOnceAndCountsTheSkippedOnes() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(20), "slow", "quick");
    // Rounds of a target begin an interval apart or more: when five of the quick one are over,
    // three
    // of the slow one are due.
    CountDownLatch quick = new CountDownLatch(5);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Probe probe =
        (target, grant) -> {
          if (target.address().equals("quick")) {
            quick.countDown();
            return GOOD;
          }
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          quick.await();
          running.decrementAndGet();
          return GOOD;
        };
    offers.add(probe, "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      harness.await(() -> of("slow", harness).size() >= 2, PATIENCE, "two rounds");
      List<Event> events = of("slow", harness);
      assertThat(events.getFirst().attributes().get(Rounds.SKIPPED)).isNull();
      assertThat((Long) events.get(1).attributes().get(Rounds.SKIPPED)).isGreaterThanOrEqualTo(2);
      assertThat(most).hasValue(1);
    }
  }

  private static List<Event> of(String target, SourceHarness harness) {
    return harness.recorded().events().stream()
        .filter(event -> probed(event).target().equals(target))
        .toList();
  }

  @Test
  void spreadsTheTargetsOverTheInterval() throws Exception {
    String[] targets = IntStream.range(0, 20).mapToObj(Integer::toString).toArray(String[]::new);
    ReachabilitySource source = source(Duration.ofSeconds(2), targets);
    offers.add((target, grant) -> GOOD, "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      List<Event> events = harness.awaitEvents(20, PATIENCE);
      long first = events.stream().mapToLong(Event::timeNanos).min().orElseThrow();
      long last = events.stream().mapToLong(Event::timeNanos).max().orElseThrow();
      assertThat(last - first).isGreaterThan(1_500_000_000L);
    }
  }

  @Test
  void testsThousandsOfTargets() throws Exception {
    String[] targets = IntStream.range(0, 5_000).mapToObj(i -> "t" + i).toArray(String[]::new);
    ReachabilitySource source = source(Duration.ofSeconds(5), targets);
    Set<String> tested = ConcurrentHashMap.newKeySet();
    offers.add(
        (target, grant) -> {
          tested.add(target.address());
          return GOOD;
        },
        "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      harness.await(() -> tested.size() == targets.length, Duration.ofMinutes(1), "all targets");
      assertThat(harness.stop(PATIENCE)).isEqualTo(Ending.ASKED);
    }
  }

  @Test
  void tellsThatThereIsNoSuchProbeAndGoesOnWhenItComes() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    offers.add((target, grant) -> GOOD, "other");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .isEqualTo("a: nobody does 'fake'");
      offers.add((target, grant) -> GOOD, "fake");
      harness.awaitEvents(1, PATIENCE);
      assertThat(harness.recorded().status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void tellsWhyATargetIsGivenToNobody() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    offers.add((target, grant) -> GOOD, "fake");
    offers.refuse("probe.fake lacks RAW_SOCKET");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .isEqualTo("a: probe.fake lacks RAW_SOCKET");
      assertThat(harness.recorded().events()).isEmpty();
    }
  }

  @Test
  void tellsWhatIsWrongWithATargetAndDoesNotProbeIt() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a", "b");
    offers.add(new Picky(), "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .isEqualTo("a: a is not nice");
      assertThat(harness.awaitEvents(2, PATIENCE))
          .allSatisfy(event -> assertThat(probed(event).target()).isEqualTo("b"));
    }
  }

  private static final class Picky implements Probe {
    @Override
    public ProbeResult probe(Target target, monitor.api.capability.Grant grant) {
      return GOOD;
    }

    @Override
    public List<String> check(Target target) {
      return target.address().equals("a") ? List.of("a is not nice") : List.of();
    }
  }

  @Test
  void turnsAnExceptionIntoAFailedResult() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    offers.add(
        (target, grant) -> {
          throw new IllegalStateException("broken");
        },
        "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      ProbeResult result = probed(harness.awaitEvents(1, PATIENCE).getFirst()).result();
      assertThat(result.successful()).isFalse();
      assertThat(result.error()).isEqualTo("broken");
    }
  }

  /** What a probe meets whose bundle is upgraded while a round is on its way. */
  @Test
  void turnsAnErrorIntoAFailedResultAndGoesOn() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    AtomicInteger rounds = new AtomicInteger();
    offers.add(
        (target, grant) -> {
          if (rounds.incrementAndGet() == 1) {
            throw new NoClassDefFoundError("x");
          }
          return GOOD;
        },
        "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      List<Event> events = harness.awaitEvents(2, PATIENCE);
      ProbeResult failed = probed(events.getFirst()).result();
      assertThat(failed.successful()).isFalse();
      assertThat(failed.error()).isEqualTo("java.lang.NoClassDefFoundError: x");
      assertThat(probed(events.get(1)).result()).isEqualTo(GOOD);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // a probe of others need not keep to the contract
  void turnsAResultThatIsNoneIntoAFailedOneAndGoesOn() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    AtomicInteger rounds = new AtomicInteger();
    offers.add((target, grant) -> rounds.incrementAndGet() == 1 ? null : GOOD, "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      List<Event> events = harness.awaitEvents(2, PATIENCE);
      assertThat(probed(events.getFirst()).result().error()).isEqualTo("the probe gave no result");
      assertThat(probed(events.get(1)).result()).isEqualTo(GOOD);
    }
  }

  @Test
  void tellsOfAnErrorOfACheckAndGoesOn() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    offers.add(new Broken(new AtomicInteger()), "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .isEqualTo("a: fake failed to check it: java.lang.NoClassDefFoundError: x");
      assertThat(probed(harness.awaitEvents(1, PATIENCE).getFirst()).result()).isEqualTo(GOOD);
      assertThat(harness.recorded().status()).isEqualTo(Status.OK);
    }
  }

  private record Broken(AtomicInteger checks) implements Probe {
    @Override
    public ProbeResult probe(Target target, monitor.api.capability.Grant grant) {
      return GOOD;
    }

    @Override
    public List<String> check(Target target) {
      if (checks.incrementAndGet() == 1) {
        throw new NoClassDefFoundError("x");
      }
      return List.of();
    }
  }

  @Test
  void tellsOfAProbeThatEndsTheThreadOfItsTarget() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    offers.add(
        (target, grant) -> {
          throw new InterruptedException("nobody asked");
        },
        "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .isEqualTo("a: it is not tested any more: java.lang.InterruptedException: nobody asked");
      assertThat(harness.stop(PATIENCE)).isEqualTo(Ending.ASKED);
    }
  }

  @Test
  void tellsThatATargetIsNotTestedAnyMore() throws Exception {
    List<Target> targets = List.of(ProbeTargets.target("a", Duration.ofSeconds(1)));
    TaskRouter broken =
        new TaskRouter() {
          @Override
          public <P> Assignment<P> assign(Class<P> type, Task task) {
            throw new IllegalStateException("broken");
          }
        };
    Duration interval = Duration.ofMillis(100);
    ReachabilitySource source =
        new ReachabilitySource(
            broken, new ReachabilitySettings("fake", targets, interval, Attributes.EMPTY));
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .isEqualTo("a: it is not tested any more: java.lang.IllegalStateException: broken");
      assertThat(harness.stop(PATIENCE)).isEqualTo(Ending.ASKED);
    }
  }

  @Test
  void endsWhileARoundIsOnItsWayAndTellsNothingOfIt() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    offers.add(
        (target, grant) -> {
          begun.countDown();
          never.await();
          return GOOD;
        },
        "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      begun.await();
      assertThat(harness.stop(Duration.ofSeconds(2))).isEqualTo(Ending.ASKED);
      assertThat(harness.recorded().events()).isEmpty();
    }
  }

  @Test
  void dropsTheResultOfAProbeThatWentAway() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    Probe probe =
        (target, grant) -> {
          begun.countDown();
          gone.await();
          return new TcpConnect(false, null, "stopped", null);
        };
    offers.add(probe, "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      begun.await();
      offers.remove(probe);
      gone.countDown();
      harness.awaitStatus(Status.Level.DEGRADED, PATIENCE);
      assertThat(harness.recorded().events()).isEmpty();
    }
  }

  private record Detailed(Attributes details) implements DetailedProbe {
    @Override
    public Round round(Target target, monitor.api.capability.Grant grant) {
      return new Round(GOOD, details);
    }
  }

  @Test
  void emitsTheDetailsOfAProbeButNotInPlaceOfTags() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    Attributes details = Attributes.of("site", "elsewhere").with("http.tls.ms", 1.5);
    offers.add(new Detailed(details), "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      Event event = harness.awaitEvents(1, PATIENCE).getFirst();
      assertThat(event.attributes())
          .isEqualTo(Attributes.of("site", "lab").with("http.tls.ms", 1.5));
    }
  }

  @Test
  void emitsAnEventWhenThePathOfATraceChanges() throws Exception {
    ReachabilitySource source = source(Duration.ofMillis(100), "a");
    AtomicInteger rounds = new AtomicInteger();
    offers.add(
        (target, grant) ->
            trace("10.0.0.1", rounds.incrementAndGet() < 3 ? "10.0.1.1" : "10.0.2.1"),
        "fake");
    try (SourceHarness harness = SourceHarness.of(source).start()) {
      Event change =
          harness.awaitEvent(
              event -> event.payload().kind().equals(new Kind("probe.path-change")), PATIENCE);
      assertThat(change.attributes())
          .isEqualTo(
              Attributes.of("site", "lab")
                  .with("probe", "fake")
                  .with("target", "a")
                  .with("path.before", List.of("10.0.0.1", "10.0.1.1"))
                  .with("path.after", List.of("10.0.0.1", "10.0.2.1")));
      assertThat(rounds.get()).isGreaterThanOrEqualTo(3);
    }
  }

  private static Traceroute trace(String... addresses) {
    List<Traceroute.Hop> hops =
        IntStream.range(0, addresses.length)
            .mapToObj(i -> new Traceroute.Hop(i + 1, addresses[i], List.of(1.0), 0))
            .toList();
    return new Traceroute(hops, true, 1, List.of());
  }
}
