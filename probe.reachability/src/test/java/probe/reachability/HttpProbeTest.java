package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.target;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import monitor.api.probe.ProbeResult.HttpGet;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbeTest {
  private static final Duration SECOND = Duration.ofSeconds(5);

  private final Resolver resolver = new Resolver();
  private final HttpProbe probe = new HttpProbe(resolver);
  private final CountDownLatch closing = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/good", answer(200, "all is well"));
    server.createContext("/bad", answer(503, "not today"));
    server.createContext("/moved", HttpProbeTest::redirect);
    server.createContext("/endless", this::drip);
    server.start();
  }

  @AfterEach
  void close() {
    closing.countDown();
    server.stop(0);
    resolver.close();
  }

  private static HttpHandler answer(int status, String body) {
    return exchange -> {
      exchange.sendResponseHeaders(status, body.length());
      exchange.getResponseBody().write(body.getBytes());
      exchange.close();
    };
  }

  private static void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Location", "/good");
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  /** A body that never ends, a byte at a time: every single read is quick enough. */
  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try {
      while (true) {
        exchange.getResponseBody().write('.');
        exchange.getResponseBody().flush();
        if (closing.await(10, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      exchange.close();
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private HttpGet get(Target target) throws InterruptedException {
    return (HttpGet) probe.probe(target, NOTHING);
  }

  @Test
  void readsTheAnswer() throws Exception {
    HttpGet result = get(target(url("/good"), SECOND, "expect-body", "well"));
    assertThat(result.successful()).isTrue();
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.responseBytes()).isEqualTo(11);
    assertThat(result.responseMillis()).isPositive();
    assertThat(result.error()).isNull();
  }

  @Test
  void followsARedirection() throws Exception {
    assertThat(get(target(url("/moved"), SECOND)).statusCode()).isEqualTo(200);
  }

  @Test
  void tellsWhatIsNotAsExpected() throws Exception {
    HttpGet bad = get(target(url("/bad"), SECOND));
    assertThat(bad.successful()).isFalse();
    assertThat(bad.statusCode()).isEqualTo(503);
    assertThat(bad.error()).isEqualTo("status 503 is not between 200 and 399");
    assertThat(get(target(url("/bad"), SECOND, "expect-status", "503")).successful()).isTrue();
    assertThat(get(target(url("/good"), SECOND, "expect-body", "ill")).error())
        .isEqualTo("the body does not contain 'ill'");
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "16380, true", // where one read ends and the next begins
    "1048568, true",
    "1048569, false"
  })
  void looksForTextInTheFirstMebibyteOfTheBody(int at, boolean found) throws Exception {
    byte[] body = "x".repeat((1 << 20) + 100).getBytes(StandardCharsets.US_ASCII);
    byte[] wanted = "größer".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(wanted, 0, body, at, wanted.length);
    server.createContext(
        "/long",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    HttpGet result = get(target(url("/long"), SECOND, "expect-body", "größer"));
    assertThat(result.error()).isEqualTo(found ? null : "the body does not contain 'größer'");
    assertThat(result.responseBytes()).isEqualTo(body.length);
  }

  @Test
  void findsTextThatComesInSeveralChunks() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nall i\r\n3\r\ns w\r\n3\r\nell\r\n0\r\n\r\n";
    try (RawServer chunks = RawServer.saying(answer)) {
      assertThat(get(target(chunks.url(), SECOND, "expect-body", "is well")).error()).isNull();
      assertThat(get(target(chunks.url(), SECOND, "expect-body", "is w ell")).error())
          .isEqualTo("the body does not contain 'is w ell'");
    }
  }

  @Test
  void doesNotWaitForABodyWithoutAnEnd() throws Exception {
    HttpGet result = get(target(url("/endless"), Duration.ofMillis(300)));
    assertThat(result.successful()).isFalse();
    assertThat(result.error()).isEqualTo("no complete answer within 300ms");
    server.stop(0);
  }

  @Test
  void tellsThatNobodyListens() throws Exception {
    String address = url("/good");
    server.stop(0);
    HttpGet result = get(target(address, SECOND));
    assertThat(result.error()).isEqualTo("connection refused");
    assertThat(result.statusCode()).isNull();
  }

  @Test
  void namesWrongTargetsAndParameters() {
    assertThat(probe.check(target("ftp://a", SECOND, "method", "P T", "header.x", "a\r\nb")))
        .containsExactly(
            "'ftp://a' is not an http or https URL", "parameter method: 'P T' is not one");
    assertThat(probe.check(target("http://a", SECOND, "header.x", "a\r\nb", "header.a b", "c")))
        .hasSize(1);
    assertThat(probe.check(target("http://a", SECOND, "expect-status", "2xx"))).hasSize(1);
    assertThat(probe.check(target("https://[::1]/x", SECOND, "expect-status", "200-299")))
        .isEmpty();
  }

  @Test
  void sendsTheMethodHeadersAndBody() throws Exception {
    server.createContext(
        "/echo",
        exchange -> {
          String said =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Token")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Host")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes());
          answer(200, said).handle(exchange);
        });
    String host = "127.0.0.1:" + server.getAddress().getPort();
    Target put =
        target(
            url("/echo?a=b"),
            SECOND,
            "method",
            "PUT",
            "header.x-token",
            "t1",
            "body",
            "c",
            "expect-body",
            "PUT t1 " + host + " c");
    assertThat(get(put).error()).isNull();
    assertThat(get(target(url("/good"), SECOND, "method", "HEAD")).responseBytes()).isZero();
  }

  @Test
  void keepsEachSampleAndTheTimeOfEachPart() throws Exception {
    Round round = probe.round(target(url("/good"), SECOND, 3), NOTHING);
    assertThat((List<?>) round.details().get("probe.samples.ms")).hasSize(3);
    double parts =
        Stream.of("dns", "connect", "first-byte", "body")
            .mapToDouble(part -> (Double) round.details().get("http." + part + ".ms"))
            .sum();
    assertThat(parts).isPositive().isLessThanOrEqualTo(round.result().responseMillis());
    assertThat(round.details().get("http.redirects")).isEqualTo(0L);
    assertThat(round.details().get("http.tls.ms")).isNull();
  }
}
