package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import monitor.api.probe.Round;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import probe.reachability.Resolver.Family;

class ResolverTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Resolver resolver = new Resolver();

  @AfterEach
  void close() {
    resolver.close();
  }

  @Test
  void takesAddressesAsTheyAre() throws Exception {
    assertThat(resolver.resolve("10.1.2.3", Family.ANY, SECOND).getHostAddress())
        .isEqualTo("10.1.2.3");
    assertThat(resolver.resolve("::1", Family.V6, SECOND).getHostAddress())
        .isEqualTo("0:0:0:0:0:0:0:1");
  }

  @Test
  void tellsWhatIsWrong() {
    assertThatThrownBy(() -> resolver.resolve("10.1.2.3", Family.V6, SECOND))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("10.1.2.3 has no address of IP version 6");
    assertThatThrownBy(() -> resolver.resolve("10.1.2.333", Family.ANY, SECOND))
        .hasMessage("'10.1.2.333' is not an address");
  }

  @Test
  void takesOneOfAThousandAddresses() throws Exception {
    InetAddress[] many = new InetAddress[1000];
    for (int i = 0; i < many.length; i++) {
      many[i] = InetAddress.getByAddress(new byte[] {127, 1, (byte) (i >> 8), (byte) i});
    }
    try (Resolver crowded = new Resolver(host -> many)) {
      assertThat(crowded.resolve("many", Resolver.Family.V4, Duration.ofSeconds(5)))
          .isEqualTo(many[0]);
      assertThatThrownBy(() -> crowded.resolve("many", Resolver.Family.V6, Duration.ofSeconds(5)))
          .hasMessage("many has no address of IP version 6");
    }
  }

  /** A name that means something else each time it is asked for ("rebinding"). */
  @Test
  void isAskedOncePerRequestSoThatTheAddressThatIsToldIsTheOneThatAnswered() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Resolver.Lookup rebinding =
        host ->
            new InetAddress[] {
              InetAddress.ofLiteral("127.0.0." + asked.incrementAndGet()),
              InetAddress.ofLiteral("127.0.0.99")
            };
    try (RawServer server = RawServer.saying("HTTP/1.1 204 None\r\n\r\n");
        Resolver changing = new Resolver(rebinding)) {
      String url = server.url().replace("127.0.0.1", "changing.example");
      HttpProbe probe = new HttpProbe(changing);
      Round first = probe.round(target(url, Duration.ofSeconds(30)), NOTHING);
      assertThat(first.result().error()).isNull();
      assertThat(first.details().get("probe.address")).isEqualTo("127.0.0.1");
      assertThat(asked).hasValue(1);
      // Nobody listens at the address that the name has now, and no other is tried for it.
      Round second = probe.round(target(url, Duration.ofSeconds(30)), NOTHING);
      assertThat(second.result().error()).isEqualTo("connection refused");
      assertThat(asked).hasValue(2);
    }
  }

  /** Rounds come faster than a dead name server gives up; each name has one thread at most. */
  @Test
  void letsNoNameThatIsSilentHoldUpTheOthers() throws Exception {
    CountDownLatch silence = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Resolver.Lookup silent =
        host -> {
          if (host.equals("fine.example")) {
            return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
          }
          asked.incrementAndGet();
          awaitQuietly(silence);
          return new InetAddress[] {InetAddress.ofLiteral("127.0.0.2")};
        };
    try (Resolver slow = new Resolver(silent)) {
      for (int round = 0; round < 50; round++) {
        assertThatThrownBy(() -> slow.resolve("dead.example", Family.ANY, Duration.ofMillis(1)))
            .hasMessage("the name dead.example did not resolve within 1ms");
      }
      assertThat(slow.resolve("fine.example", Family.ANY, Duration.ofSeconds(30)).getHostAddress())
          .isEqualTo("127.0.0.1");
      silence.countDown();
      assertThat(slow.resolve("dead.example", Family.ANY, Duration.ofSeconds(30)).getHostAddress())
          .isEqualTo("127.0.0.2");
      assertThat(asked.get()).isBetween(1, 2);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
