package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.RAW;
import static probe.reachability.ProbeTargets.target;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import monitor.api.capability.Grant;
import monitor.api.event.Attributes;
import monitor.api.event.Probed;
import monitor.api.probe.ProbeResult.Traceroute;
import monitor.api.probe.ProbeResult.Traceroute.Hop;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracerouteProbeTest {
  /** Everything answers within microseconds; so long is only waited for who never does. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final List<String> PATH = List.of("10.9.1.2", "10.9.2.2", "10.9.3.2", "10.9.4.2");
  private static final List<String> PATH_6 =
      List.of("fd09:1::2", "fd09:2::2", "fd09:3::2", "fd09:4::2");

  private static Chain chain;

  private final Resolver resolver = new Resolver();
  private final TracerouteProbe probe = new TracerouteProbe(resolver);

  @BeforeAll
  static void build() throws Exception {
    chain = new Chain();
  }

  @AfterAll
  static void remove() throws Exception {
    if (chain != null) {
      chain.close();
    }
  }

  private Round round(Target target, Grant grant) throws Exception {
    return chain.namespaces.in("a", () -> probe.round(target, grant));
  }

  private static List<String> addresses(Round round) {
    return ((Traceroute) round.result()).hops().stream().map(Hop::address).toList();
  }

  /** In the words of the platform. */
  private static List<String> shown(List<String> path) throws Exception {
    List<String> shown = new ArrayList<>();
    for (String address : path) {
      shown.add(java.net.InetAddress.ofLiteral(address).getHostAddress());
    }
    return shown;
  }

  @ParameterizedTest
  @CsvSource({"udp, true", "udp, false", "icmp, true", "icmp, false"})
  void findsEveryHopThoughTheWayBackIsAnother(String method, boolean privileged) throws Exception {
    chain.datagramSockets(!privileged);
    Grant grant = privileged ? RAW : NOTHING;
    for (List<String> path : List.of(PATH, PATH_6)) {
      Round round = round(target(path.getLast(), TIMEOUT, 3, "method", method), grant);
      Traceroute result = (Traceroute) round.result();
      assertThat(result.errors()).isEmpty();
      assertThat(result.targetReached()).isTrue();
      assertThat(addresses(round)).isEqualTo(shown(path));
      assertThat(result.hops())
          .allSatisfy(hop -> {
            assertThat(hop.latenciesMillis()).hasSize(3).allMatch(ms -> ms > 0);
            assertThat(hop.lost()).isZero();
          });
      assertThat(result.hops()).extracting(Hop::distance).containsExactly(1, 2, 3, 4);
      assertThat(result.totalMillis()).isPositive();
      assertThat(round.details().get(Details.ADDRESS)).isEqualTo(shown(path).getLast());
    }
  }

  @ParameterizedTest
  @CsvSource({"-U, 10.9.4.2", "-I, 10.9.4.2", "-U, fd09:4::2", "-I, fd09:4::2"})
  void findsTheSamePathAsTraceroute(String option, String to) throws Exception {
    String said = chain.namespaces.exec("a", "traceroute", "-n", "-q", "1", "-w", "5", option, to);
    List<String> path =
        Pattern.compile("^ *\\d+ +([0-9a-f.:]+) ", Pattern.MULTILINE)
            .matcher(said)
            .results()
            .map((MatchResult hop) -> hop.group(1))
            .toList();
    String method = option.equals("-U") ? "udp" : "icmp";
    Round round = round(target(to, TIMEOUT, "method", method), RAW);
    assertThat(addresses(round)).as(said).isEqualTo(shown(path)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "icmp"})
  void keepsEachFlowToItsPathAndFindsBoth(String method) throws Exception {
    chain.twoPaths();
    try {
      Target many = target(Chain.TARGET, TIMEOUT, 2, "method", method, "flows", "16");
      Round round = round(many, RAW);
      // The identifier of an echo request counts for nothing where a router chooses by ports.
      assertThat(second(round).keySet())
          .isSubsetOf("10.9.2.2", "10.9.12.2")
          .hasSize(method.equals("udp") ? 2 : 1);
      assertThat(second(round).values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(32);
      assertThat(paths(round(many, RAW))).as("the next round").isEqualTo(paths(round));
    } finally {
      chain.onePath();
    }
  }

  /** Who answered at distance two, and how often. */
  private static Map<String, Integer> second(Round round) {
    return ((Traceroute) round.result())
        .hops().stream()
            .filter(hop -> hop.distance() == 2)
            .collect(Collectors.toMap(Hop::address, hop -> hop.latenciesMillis().size()));
  }

  private static List<Object> paths(Round round) {
    return IntStream.rangeClosed(1, 16)
        .mapToObj(flow -> round.details().get("traceroute.flow." + flow))
        .toList();
  }

  @Test
  void findsThePathOfEachSingleFlow() throws Exception {
    chain.twoPaths();
    try {
      Round round = round(target(Chain.TARGET, TIMEOUT, 6, "flows", "1", "port", "40000"), NOTHING);
      assertThat(second(round)).hasSize(1).containsValue(6);
    } finally {
      chain.onePath();
    }
  }

  @Test
  void tellsWhenThePathChanges() throws Exception {
    PathChanges changes = new PathChanges();
    assertThat(changes.next(probed())).isNull();
    assertThat(changes.next(probed())).isNull();
    chain.otherPath();
    try {
      Attributes change = changes.next(probed());
      assertThat(change).isNotNull();
      assertThat(change.get("path.before")).isEqualTo(PATH);
      assertThat(change.get("path.after"))
          .isEqualTo(List.of("10.9.1.2", "10.9.12.2", "10.9.3.2", "10.9.4.2"));
      assertThat(change.get("target")).isEqualTo(Chain.TARGET);
      assertThat(changes.next(probed())).isNull();
    } finally {
      chain.onePath();
    }
  }

  private Probed probed() throws Exception {
    return new Probed(
        "traceroute", Chain.TARGET, round(target(Chain.TARGET, TIMEOUT), NOTHING).result());
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "icmp"})
  void tellsThatARouterRefuses(String method) throws Exception {
    Traceroute result =
        (Traceroute) round(target("10.9.77.1", TIMEOUT, "method", method), RAW).result();
    assertThat(result.targetReached()).isFalse();
    assertThat(result.hops().getLast().address()).isEqualTo("10.9.4.2");
    assertThat(result.error()).isEqualTo("10.9.4.2: host unreachable");
  }

  @Test
  void passesOverARouterThatIsSilent() throws Exception {
    chain.silent(true);
    try {
      Round round =
          round(target(Chain.TARGET, Duration.ofMillis(500), 2, "method", "udp"), NOTHING);
      Traceroute result = (Traceroute) round.result();
      assertThat(result.targetReached()).isTrue();
      assertThat(addresses(round)).containsExactly("10.9.1.2", null, "10.9.3.2", "10.9.4.2");
      assertThat(result.hops().get(1).lost()).isEqualTo(2);
      assertThat(round.details().get("traceroute.flow.1"))
          .isEqualTo(List.of("10.9.1.2", "*", "10.9.3.2", "10.9.4.2"));
    } finally {
      chain.silent(false);
    }
  }

  @Test
  void endsWhereNobodyAnswersAndWhenItsTimeIsOver() throws Exception {
    Duration quick = Duration.ofMillis(300);
    Traceroute dead = (Traceroute) round(target("10.9.66.1", quick, "hops", "6"), RAW).result();
    assertThat(dead.targetReached()).isFalse();
    assertThat(dead.hops()).hasSize(3);
    assertThat(dead.error()).isEqualTo("nobody answered beyond hop 3");
    Traceroute late =
        (Traceroute) round(target("10.9.66.1", TIMEOUT, "hops", "64", "limit", "1"), RAW).result();
    assertThat(late.error()).isEqualTo("not finished within 1s");
    assertThat(late.hops()).hasSize(3);
  }

  @Test
  void countsWhatGetsLostOnTheWay() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Forwarder.Loss loss = new Forwarder.Loss(seed, 17, 0.4);
    try (Forwarder forwarder = Forwarder.of(chain, loss)) {
      Target lossy = target("10.9.5.2", Duration.ofMillis(500), 40);
      Traceroute result = (Traceroute) round(lossy, NOTHING).result();
      assertThat(result.hops())
          .as("tests.seed=%d", seed)
          .filteredOn(hop -> hop.distance() <= 3)
          .allSatisfy(hop -> assertThat(hop.lost()).isZero());
      int lost = result.hops().stream().mapToInt(Hop::lost).sum();
      assertThat(lost).as("tests.seed=%d", seed).isPositive();
      assertThat(result.hops())
          .filteredOn(hop -> hop.distance() == 4)
          .singleElement()
          .satisfies(hop -> assertThat(hop.latenciesMillis()).hasSize(40 - hop.lost()));
    }
  }

  @Test
  void findsARouterThatQuotesNoMoreThanItMust() throws Exception {
    AtomicReference<Forwarder> there = new AtomicReference<>();
    Function<byte[], List<byte[]>> router =
        packet -> {
          if (packet[0] >> 4 == 4 && packet[9] == 17 && packet[8] == 1) {
            there.get().answer(Icmp.exceeded(packet, "10.9.5.9"));
            return List.of();
          }
          return List.of(packet[0] >> 4 == 4 ? Icmp.forwarded(packet) : packet);
        };
    try (Forwarder forwarder = Forwarder.of(chain, router)) {
      there.set(forwarder);
      Round round = round(target("10.9.5.2", Duration.ofSeconds(5), 3), NOTHING);
      assertThat(addresses(round))
          .containsExactly("10.9.1.2", "10.9.2.2", "10.9.3.2", "10.9.5.9", "10.9.5.2");
      assertThat(((Traceroute) round.result()).hops())
          .allSatisfy(hop -> assertThat(hop.latenciesMillis()).hasSize(3));
    }
  }

  @Test
  void namesWrongParameters() {
    assertThat(
            probe.check(
                target("a", TIMEOUT, "method", "tcp", "flows", "0", "limit", "1h", "x", "")))
        .hasSize(2)
        .contains("parameter method: 'tcp' is neither udp nor icmp")
        .first()
        .asString()
        .startsWith("parameter x is not known; known are method, flows, hops, port, limit, family");
    assertThat(probe.check(target("a", TIMEOUT, "flows", "17")))
        .containsExactly("parameter flows: '17' is not a number from 1 to 16");
    assertThat(probe.check(target("a", TIMEOUT, "method", "icmp", "hops", "64"))).isEmpty();
  }

  @Test
  void tellsThatANameDoesNotResolve() throws Exception {
    Traceroute result =
        (Traceroute) probe.probe(target("no-such-host.invalid", Duration.ofSeconds(8)), NOTHING);
    assertThat(result.targetReached()).isFalse();
    assertThat(result.error()).startsWith("the name no-such-host.invalid d");
  }
}
