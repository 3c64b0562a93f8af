package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import monitor.rest.http.Limits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * T18 for bodies and parameters of the API: noise, and good requests that were damaged, are taken
 * or refused by a problem with a code, and the server goes on. The property {@code tests.seed}
 * repeats one run.
 */
@Tag("T18")
class BodyFuzzTest {
  private static final List<String> BODIES =
      List.of(
          "/api/v1/metrics", "/api/v1/tokens", "/api/v1/users", "/api/v1/login", "/api/v1/setup");
  private static final List<String> QUERIES =
      List.of(
          "/api/v1/history?name=a&from=now-6h&to=now&step=1m",
          "/api/v1/stats?name=a&host=b",
          "/api/v1/logs?query=a&limit=10&order=asc&cursor=x",
          "/api/v1/series?limit=5&cursor=x",
          "/api/v1/reachability?probe=ping&target=a&from=2026-07-20T12:34:56Z",
          "/api/v1/deployments/x",
          "/api/v1/bundles/1");

  private static final String[] PIECES = {
    "{\"cpu_usage\": 45.2, \"timestamp\": \"2026-07-20T12:34:56Z\"}",
    "{\"host\":\"db1\",\"metrics\":[{\"name\":\"q\",\"value\":12,\"unit\":\"1\",\"attributes\":{\"a\":\"b\"}}]}",
    "{\"name\":\"a\",\"role\":\"viewer\",\"expiresIn\":\"30d\"}",
    "{\"username\":\"ann\",\"password\":\"correct horse battery\",\"role\":\"viewer\"}",
    "{\"secret\":\"x\",\"username\":\"ann\",\"password\":\"correct horse battery\"}",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\u0000",
    "\\ud800",
    "\u2603",
    "\0",
    "null",
    "true",
    "NaN",
    "1e999",
    "-0",
    "9".repeat(500),
    "1e2147483647",
    "[".repeat(40),
    "{\"a\":".repeat(40),
    "\"timestamp\":\"+1000000000-12-31T23:59:59Z\"",
    "\"expiresIn\":\"9223372036854775807d\"",
    "\"metrics\":[]",
    "\"value\":\"x\"",
    "' OR 1=1 --",
    "../../etc/passwd",
    " ".repeat(3000)
  };
  private static final Set<Integer> REFUSALS =
      Set.of(400, 401, 403, 404, 405, 408, 409, 413, 414, 415, 429, 431, 503);

  @TempDir private Path data;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void answersOrRefusesEveryRequest() throws Exception {
    fuzz(Duration.ofSeconds(6), 500);
  }

  @Test
  @Tag("full")
  void answersOrRefusesEveryRequestForLonger() throws Exception {
    fuzz(Duration.ofSeconds(30), 5_000);
  }

  @Test
  @Tag("soak")
  void answersOrRefusesEveryRequestForHours() throws Exception {
    fuzz(Duration.ofMinutes(Long.getLong("tests.minutes", 120)), 1);
  }

  /** Goes on for that time, and at least for so many rounds. */
  private void fuzz(Duration length, int least) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    int limit = 1_000_000;
    try (TestServer server = new TestServer(data, new Limits(limit, limit, limit))) {
      String[] admin = server.token(server.setUp(), "admin");
      long end = System.nanoTime() + length.toNanos();
      int taken = 0;
      int round = 0;
      for (; round < least || System.nanoTime() - end < 0; round++) {
        HttpRequest request = request(server, random, admin);
        try {
          taken += judged(server.send(request));
        } catch (Exception | Error e) {
          throw new AssertionError(
              "round %d of -Dtests.seed=%d: %s".formatted(round, seed, request), e);
        }
      }
      assertThat(taken).as("requests that were taken, seed %d", seed).isBetween(1, round - 1);
      assertThat(server.post("/api/v1/metrics", "{\"a\":1}", admin).status()).isEqualTo(202);
      System.out.printf("T18 API: %d requests, %d taken, seed %d%n", round, taken, seed);
    }
  }

  /** 1 if it was taken. */
  private static int judged(TestServer.Answer answer) {
    if (answer.status() < 300) {
      return 1;
    }
    assertThat(REFUSALS).as(answer.body()).contains(answer.status());
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(answer.code()).isNotEmpty();
    assertThat(answer.json().get("requestId").asText()).isNotEmpty();
    assertThat(answer.body()).doesNotContain("Exception", "monitor.rest.", "com.fasterxml");
    return 0;
  }

  private static HttpRequest request(TestServer server, Random random, String[] admin) {
    if (random.nextInt(4) == 0) {
      return server.request("GET", query(random), admin).build();
    }
    byte[] body = damaged(body(random), random);
    return server
        .request("POST", BODIES.get(random.nextInt(BODIES.size())), admin)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .header("Content-Type", "application/json")
        .build();
  }

  /** One whose values, or names, are something else. */
  private static String query(Random random) {
    String query = QUERIES.get(random.nextInt(QUERIES.size()));
    int at = query.lastIndexOf(random.nextBoolean() ? "=" : "&");
    String piece = PIECES[random.nextInt(PIECES.length)].replace("\\u0000", "\0");
    String noise = URLEncoder.encode(piece, StandardCharsets.UTF_8);
    String shown = noise.length() > 2000 ? noise.substring(0, 1998) : noise;
    return at < 0 || random.nextInt(5) == 0 ? query : query.substring(0, at + 1) + whole(shown);
  }

  /** Without an escape that was cut, which no client of ours sends. */
  private static String whole(String escaped) {
    return escaped.replaceFirst("%[0-9A-F]?$", "");
  }

  private static byte[] body(Random random) {
    if (random.nextInt(20) == 0) {
      byte[] noise = new byte[random.nextInt(2000)];
      random.nextBytes(noise);
      return noise;
    }
    StringBuilder text = new StringBuilder(PIECES[random.nextInt(5)]);
    for (int i = random.nextInt(4); i > 0; i--) {
      text.insert(random.nextInt(text.length() + 1), PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] damaged(byte[] body, Random random) {
    byte[] bad = body.clone();
    for (int i = random.nextInt(3); i > 0 && bad.length > 0; i--) {
      int at = random.nextInt(bad.length);
      switch (random.nextInt(3)) {
        case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bad = Arrays.copyOf(bad, at);
        default -> bad[at] = bad[random.nextInt(bad.length)];
      }
    }
    return bad;
  }
}
