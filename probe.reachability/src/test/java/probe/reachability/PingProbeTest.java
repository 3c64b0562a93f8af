package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.RAW;
import static probe.reachability.ProbeTargets.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import monitor.api.probe.ProbeResult.Ping;
import monitor.api.probe.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingProbeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Resolver resolver = new Resolver();
  private final PingProbe probe = new PingProbe(resolver);

  @BeforeEach
  void requireAnIcmpSocket() {
    try (IcmpSocket socket = IcmpSocket.open(IcmpFamily.V4, 1, true)) {
      assertThat(socket).isNotNull();
    } catch (IOException e) {
      assumeThat(e.getMessage()).as("not run: no ICMP socket may be opened").isNull();
    }
  }

  @AfterEach
  void close() {
    probe.close();
    resolver.close();
  }

  private Ping ping(Target target) throws InterruptedException {
    return (Ping) probe.probe(target, RAW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void measuresEachPacket(String address) throws Exception {
    assumeThat(address.equals("127.0.0.1") || Files.exists(Path.of("/proc/net/if_inet6")))
        .as("not run: no IPv6")
        .isTrue();
    Ping result = ping(target(address, SECOND, 5, "gap", "2"));
    assertThat(result.errors()).isEmpty();
    assertThat(result.successes()).isEqualTo(5);
    assertThat(result.failures()).isZero();
    assertThat(result.latenciesMillis()).hasSize(5).allMatch(ms -> ms > 0 && ms < 500);
    assertThat(result.responseMillis()).isPositive();
    assertThat(result.error()).isNull();
    assertThat(result.successful()).isTrue();
  }

  @Test
  void resolvesNames() throws Exception {
    Ping result = ping(target("localhost", SECOND, "family", "4"));
    assertThat(result.successful()).isTrue();
    assertThat(result.resolvedAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void tellsThatANameDoesNotResolve() throws Exception {
    Ping result = ping(target("no-such-host.invalid", Duration.ofSeconds(8)));
    assertThat(result.successful()).isFalse();
    assertThat(result.resolvedAddress()).isNull();
    assertThat(result.error()).startsWith("the name no-such-host.invalid d").contains("resolve");
  }

  @Test
  void tellsWhyAPacketCannotBeSent() throws Exception {
    Ping result = ping(target("255.255.255.255", SECOND, 2, "gap", "0"));
    assertThat(result.failures()).isEqualTo(2);
    assertThat(result.errors()).hasSize(1);
    assertThat(result.responseMillis()).isNull();
  }

  @Test
  void answersManyTargetsAtOnceEachWithItsOwnReply() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Ping>> rounds =
          IntStream.range(0, 500)
              .mapToObj(i ->
                  threads.submit(() ->
                      ping(
                          target(
                              "127.0.%d.%d".formatted(i / 250, 1 + i % 250),
                              Duration.ofSeconds(5),
                              2,
                              "gap",
                              "1"))))
              .toList();
      for (Future<Ping> round : rounds) {
        assertThat(round.get().successes()).isEqualTo(2);
      }
    }
  }

  @Test
  void usesARawSocketOnlyWhereItIsGranted() throws Exception {
    boolean datagram;
    try (IcmpSocket socket = IcmpSocket.open(IcmpFamily.V4, 1, false)) {
      datagram = !socket.raw();
    } catch (IOException e) {
      datagram = false;
    }
    Ping result = (Ping) probe.probe(target("127.0.0.1", SECOND), NOTHING);
    assertThat(result.successful()).isEqualTo(datagram);
    if (!datagram) {
      assertThat(result.error()).contains("net.ipv4.ping_group_range", "CAP_NET_RAW");
    }
  }

  @Test
  void endsItsThreadsWhenItIsClosed() throws Exception {
    ping(target("127.0.0.1", SECOND));
    probe.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("probe.ping/"));
    assertThat(ping(target("127.0.0.1", SECOND)).error()).contains("stopped");
  }

  @Test
  void namesWrongParameters() {
    assertThat(
            probe.check(
                target("a", SECOND, "family", "5", "size", "9999", "gap", "x", "color", "red")))
        .containsExactlyInAnyOrder(
            "parameter color is not known; known are family, size, gap",
            "parameter family: '5' is neither 4 nor 6",
            "parameter size: '9999' is not a number from 8 to 1400",
            "parameter gap: 'x' is not a number from 0 to 10000");
    assertThat(probe.check(target("a", SECOND, "family", "6", "size", "8"))).isEmpty();
  }
}
