package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Sample;
import monitor.api.event.Series;
import monitor.rest.http.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitTest {
  private static final long NOON_NANOS = Fixtures.NOON.getEpochSecond() * 1_000_000_000L;

  @TempDir private Path data;
  private TestServer server;
  private String[] agent;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(data, new Limits(100_000, 1000, 1000));
    agent = server.token(server.setUp(), "agent");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private TestServer.Answer submit(String body) throws Exception {
    return server.post("/api/v1/metrics", body, agent);
  }

  @Test
  void takesMetricsByTheirNames() throws Exception {
    TestServer.Answer answer =
        submit(
            "{\"cpu_usage\": 45.2, \"memory_used\": 8192, \"timestamp\": \"2026-07-20T12:34:56.5Z\"}");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("accepted").asInt()).isEqualTo(2);
    long time = NOON_NANOS + 2096_500_000_000L;
    assertThat(server.submitted)
        .containsExactly(
            List.of(
                Series.gauge("cpu_usage", "1").sample(time, 45.2),
                Series.gauge("memory_used", "1").sample(time, 8192)));
  }

  @Test
  void takesNamedMetricsWithUnitAttributesAndHost() throws Exception {
    TestServer.Answer answer =
        submit(
            "[{\"host\":\"db1\",\"metrics\":[{\"name\":\"queue.depth\",\"value\":12,\"unit\":\"{item}\","
                + "\"attributes\":{\"queue\":\"in\",\"n\":1,\"ok\":true}}]},{\"a\":1}]");
    assertThat(answer.json().get("accepted").asInt()).isEqualTo(2);
    Event first = server.submitted.getFirst().getFirst();
    assertThat(first.timeNanos()).isEqualTo(NOON_NANOS);
    Series series = ((Sample) first.payload()).series();
    assertThat(series.attributes().asMap())
        .containsEntry("host.name", "db1")
        .containsEntry("queue", "in")
        .containsEntry("n", 1L)
        .containsEntry("ok", true);
    assertThat(series.unit()).isEqualTo("{item}");
  }

  @Test
  void namesEachWrongField() throws Exception {
    TestServer.Answer answer =
        submit(
            "[{\"cpu\":\"high\",\"timestamp\":\"noon\"},{\"host\":1,\"extra\":2,\"metrics\":["
                + "{\"nam\":\"x\",\"value\":null},{\"name\":\"a\",\"value\":1,\"attributes\":{\"k\":[]}}]}]");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").findValuesAsText("field"))
        .containsExactly(
            "[0].timestamp",
            "[0].cpu",
            "[1].host",
            "[1].extra",
            "[1].metrics[0].nam",
            "[1].metrics[0].name",
            "[1].metrics[0].value",
            "[1].metrics[1].attributes.k");
    assertThat(server.submitted).isEmpty();
  }

  @Test
  void refusesWhatCannotBeStored() throws Exception {
    for (String body :
        new String[] {
          "{}",
          "[]",
          "{\"timestamp\":\"2026-07-20T12:34:56Z\"}",
          "{\"a\":1e999}",
          "{\"a\":1,\"timestamp\":\"1969-12-31T23:59:59Z\"}",
          "{\"a\":1,\"timestamp\":\"9999-12-31T23:59:59Z\"}",
          "{\"a\":1,\"timestamp\":\"2026-07-20 12:34:56\"}",
          "{\"a\":1,\"timestamp\":1784550896}",
          "{\"a b\":1}",
          "{\"a\":1,\"host\":\"\\u0000\"}",
          "{\"metrics\":[{\"name\":\"a\",\"value\":1,\"attributes\":{\"k\":\"\\ud800\"}}]}"
        }) {
      assertThat(submit(body).status()).as(body).isEqualTo(400);
    }
    assertThat(server.submitted).isEmpty();
  }

  @Test
  void asksToComeAgainWhenTheyAreNotSafe() throws Exception {
    server.outcome.set(Outcome.retry("the journal is full"));
    TestServer.Answer answer = submit("{\"a\":1}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).contains("2");
    assertThat(answer.json().get("detail").asText()).contains("the journal is full");
  }

  @Test
  void refusesMoreThanOneBatchHolds() throws Exception {
    String many = "[" + "{\"a\":1},".repeat(8192) + "{\"a\":1}]";
    assertThat(submit(many).code()).isEqualTo("too-many-metrics");
  }

  @Test
  void answersEveryBodyOfThePublicJsonSuiteWithTheDeclaredError() throws Exception {
    String corpora = System.getenv("MONITOR_CORPORA");
    assumeTrue(
        corpora != null && Files.isDirectory(Path.of(corpora, "json")), "not run: corpora absent");
    try (Stream<Path> files = Files.list(Path.of(corpora, "json"))) {
      for (Path file : files.sorted().toList()) {
        TestServer.Answer answer =
            server.send(
                HttpRequest.newBuilder(server.base.resolve("/api/v1/metrics"))
                    .headers(agent)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build());
        assertThat(answer.status()).as("%s: %s", file, answer.body()).isIn(202, 400);
        if (file.getFileName().toString().startsWith("n_")) {
          assertThat(answer.code()).as("%s: %s", file, answer.body()).isEqualTo("not-json");
        }
      }
    }
  }
}
