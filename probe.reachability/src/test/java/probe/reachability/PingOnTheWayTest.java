package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.RAW;
import static probe.reachability.ProbeTargets.target;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import monitor.api.probe.ProbeResult.Ping;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may happen to echo requests and replies between two hosts. */
class PingOnTheWayTest {
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final String ACROSS = "10.9.5.2";
  private static final String HERE = "127.0.0.1";
  private static final int ICMP = 1;

  private static Chain chain;

  private final Resolver resolver = new Resolver();
  private final PingProbe probe = new PingProbe(resolver);

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

  @AfterEach
  void close() throws Exception {
    chain.datagramSockets(false);
    probe.close();
    resolver.close();
  }

  private Round round(Target target, boolean raw) throws Exception {
    chain.datagramSockets(!raw);
    return chain.namespaces.in("a", () -> probe.round(target, raw ? RAW : NOTHING));
  }

  private static boolean echo(byte[] packet) {
    return packet[0] >> 4 == 4 && packet[9] == ICMP && packet[20] == 8;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void countsExactlyWhatGotLost(boolean raw) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Forwarder.Loss loss = new Forwarder.Loss(seed, ICMP, 0.2);
    try (Forwarder forwarder = Forwarder.of(chain, loss)) {
      Ping result = (Ping) round(target(ACROSS, LONG, 200, "gap", "1"), raw).result();
      assertThat(result.failures()).as("tests.seed=%d", seed).isEqualTo(loss.dropped.get());
      assertThat(result.successes()).isEqualTo(200 - loss.dropped.get());
      assertThat(result.latenciesMillis()).hasSize(result.successes());
      assertThat(result.errors()).isSubsetOf("no answer within 5s");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void countsAnswersThatComeTwiceOnce(boolean raw) throws Exception {
    Function<byte[], List<byte[]>> twice = packet -> List.of(packet, packet);
    try (Forwarder forwarder = Forwarder.of(chain, twice)) {
      Round round = round(target(ACROSS, LONG, 10, "gap", "5"), raw);
      assertThat(((Ping) round.result()).successes()).isEqualTo(10);
      assertThat((Long) round.details().get("ping.further")).isBetween(9L, 10L);
      assertThat(round.details().get("ping.reordered")).isNull();
      assertThat((Double) round.details().get("ping.jitter.ms")).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noticesAnswersOutOfOrder(boolean raw) throws Exception {
    List<byte[]> held = new ArrayList<>();
    Function<byte[], List<byte[]>> pairwise =
        packet -> {
          if (echo(packet) && held.isEmpty()) {
            held.add(packet);
            return List.of();
          }
          List<byte[]> both = echo(packet) ? List.of(packet, held.removeFirst()) : List.of(packet);
          return both;
        };
    try (Forwarder forwarder = Forwarder.of(chain, pairwise)) {
      Round round = round(target(ACROSS, LONG, 10, "gap", "5"), raw);
      assertThat(((Ping) round.result()).successes()).isEqualTo(10);
      assertThat(round.details().get("ping.reordered")).isEqualTo(5L);
    }
  }

  @Test
  void takesAnAnswerAfterItsTimeForNone() throws Exception {
    List<byte[]> held = new ArrayList<>();
    Function<byte[], List<byte[]>> firstLast =
        packet -> {
          if (echo(packet)) {
            held.add(packet);
          }
          return held.size() < 3 ? List.of() : List.copyOf(held.reversed());
        };
    // The third leaves when the time of the first is over, so only the first is late for certain.
    try (Forwarder forwarder = Forwarder.of(chain, firstLast)) {
      Round round =
          round(target(ACROSS, Duration.ofMillis(400), 3, "gap", "400", "size", "100"), true);
      assertThat(((Ping) round.result()).failures()).isPositive();
      assertThat(round.result().error()).isEqualTo("no answer within 400ms");
      assertThat(((Ping) round.result()).latenciesMillis()).allMatch(ms -> ms <= 400);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesNoForeignAnswerForItsOwn(boolean raw) throws Exception {
    AtomicReference<Forwarder> there = new AtomicReference<>();
    Function<byte[], List<byte[]>> forging =
        packet -> {
          if (echo(packet)) {
            forge(there.get(), packet);
          }
          return List.of();
        };
    try (Forwarder forwarder = Forwarder.of(chain, forging)) {
      there.set(forwarder);
      Ping result =
          (Ping) round(target(ACROSS, Duration.ofMillis(500), 5, "gap", "5"), raw).result();
      assertThat(result.successes()).isZero();
      assertThat(result.errors()).containsExactly("no answer within 500ms");
    }
  }

  /** Answers with another number, from another host, of another type, and cut short. */
  private static void forge(Forwarder forwarder, byte[] request) {
    byte[] nonce = reply(request, ACROSS);
    nonce[30] ^= 1;
    forwarder.answer(Icmp.sealed(nonce));
    forwarder.answer(Icmp.sealed(reply(request, "10.9.4.2")));
    byte[] type = reply(request, ACROSS);
    type[20] = 14;
    forwarder.answer(Icmp.sealed(type));
    byte[] sequence = reply(request, ACROSS);
    sequence[27] ^= 0x40;
    forwarder.answer(Icmp.sealed(sequence));
    forwarder.answer(Icmp.sealed(java.util.Arrays.copyOf(reply(request, ACROSS), 28)));
    byte[] damaged = Icmp.sealed(reply(request, ACROSS));
    damaged[40] ^= 1; // the checksum is wrong
    forwarder.answer(damaged);
  }

  private static byte[] reply(byte[] request, String from) {
    byte[] reply = request.clone();
    System.arraycopy(request, 12, reply, 16, 4);
    System.arraycopy(java.net.InetAddress.ofLiteral(from).getAddress(), 0, reply, 12, 4);
    reply[8] = 64;
    reply[20] = 0;
    return reply;
  }

  @Test
  void hearsAnswersAfterThoseToManyRequestsOfAnotherProgram() throws Exception {
    chain.namespaces.shell("a", "ip link set lo up");
    assertThat(round(target(HERE, LONG, 1), true).result().successful()).isTrue();
    chain.namespaces.shell("a", "fping -q -c 1 -i 0.001 -t 5000 -g 127.1.0.0/19 >&2");
    Ping result = (Ping) round(target(HERE, LONG, 64, "gap", "0"), true).result();
    assertThat(result.successes()).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesNoRoomToAnswersThatComeWhenNothingIsAwaited(boolean raw) throws Exception {
    AtomicReference<byte[]> request = new AtomicReference<>();
    Function<byte[], List<byte[]>> silent =
        packet -> {
          request.compareAndSet(null, echo(packet) ? packet : null);
          return List.of();
        };
    try (Forwarder forwarder = Forwarder.of(chain, silent)) {
      round(target(ACROSS, Duration.ofMillis(300), 1), raw);
      for (int i = 0; i < 500; i++) {
        forwarder.answer(Icmp.sealed(reply(request.get(), ACROSS)));
      }
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!queued(raw ? "raw" : "icmp").matches("0+")) {
        assertThat(System.nanoTime() - end).as("answers are left in the socket").isNegative();
        Thread.sleep(20);
      }
    }
  }

  /** Bytes that wait in the only socket, in hexadecimal digits. */
  private static String queued(String sockets) throws Exception {
    String said = chain.namespaces.exec("a", "cat", "/proc/net/" + sockets);
    Matcher queues = Pattern.compile(" 07 [0-9A-F]+:([0-9A-F]+) ").matcher(said);
    assertThat(queues.find()).as(said).isTrue();
    return queues.group(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysAtOnceThatNobodyIsThere(boolean raw) throws Exception {
    Ping result = (Ping) round(target("10.9.77.1", Duration.ofSeconds(60), 1), raw).result();
    assertThat(result.errors()).containsExactly("host unreachable");
    assertThat(((Ping) round(target(Chain.TARGET, LONG, 3), raw).result()).successes())
        .as("others are not disturbed")
        .isEqualTo(3);
  }

  /** Until their shortest times agree, because others use the machine. */
  @ParameterizedTest
  @ValueSource(strings = {Chain.TARGET, Chain.TARGET_6, ACROSS})
  void measuresWhatPingAndFpingMeasure(String to) throws Exception {
    try (Forwarder forwarder = Forwarder.of(chain, PingOnTheWayTest::slowly)) {
      double ours = Double.MAX_VALUE;
      double ping = Double.MAX_VALUE;
      double fping = Double.MAX_VALUE;
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      do {
        Ping result = (Ping) round(target(to, LONG, 10, "gap", "30"), true).result();
        ours = Math.min(ours, result.latenciesMillis().stream().min(Double::compare).orElse(ours));
        ping = Math.min(ping, shortest("ping", "-n", "-q", "-c", "10", "-i", "0.03", to));
        // Which would not wait longer than the period otherwise.
        fping = Math.min(fping, shortest("fping", "-q", "-c", "10", "-p", "30", "-t", "2000", to));
        assertThat(System.nanoTime() - end)
            .as("ours %f ms, of ping %f ms, of fping %f ms", ours, ping, fping)
            .isNegative();
      } while (!agree(ours, ping) || !agree(ours, fping));
    }
  }

  private static List<byte[]> slowly(byte[] packet) {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of(packet);
  }

  private static double shortest(String... command) throws Exception {
    String said = chain.namespaces.exec("a", command);
    Matcher times = Pattern.compile("min/avg/max(?:/mdev)? = ([0-9.]+)/").matcher(said);
    assertThat(times.find()).as(said).isTrue();
    return Double.parseDouble(times.group(1));
  }

  private static boolean agree(double ours, double theirs) {
    return Math.abs(ours - theirs) <= Math.max(0.2, 0.1 * theirs);
  }
}
