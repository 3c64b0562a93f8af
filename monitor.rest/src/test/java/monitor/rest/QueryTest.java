package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import monitor.api.event.Severity;
import monitor.api.query.LogFilter;
import monitor.api.query.Period;
import monitor.api.query.ProbeFilter;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTest {
  private static final Scope BERLIN = new Scope(null, Map.of("site", "berlin"));

  @TempDir private Path data;
  private TestServer server;
  private String[] viewer;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(data);
    viewer = server.token(server.setUp(), "viewer");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void readsHistoryWithItsFilters() throws Exception {
    TestServer.Answer answer =
        server.get(
            "/api/v1/history?name=system.cpu.utilization&host=h&from=now-6h"
                + "&to=2026-07-20T14:00:00%2B02:00&step=30s&cpu.mode=user&tag.site=berlin&tag.rack=r%201",
            viewer);
    assertThat(answer.json().at("/series/0/points/0").toString())
        .isEqualTo("[\"2026-07-20T12:00:00Z\",45.2]");
    assertThat(answer.json().at("/series/0/points/1/1").isNull()).isTrue();
    assertThat(answer.json().at("/series/0/attributes/cpu.mode").asText()).isEqualTo("user");
    assertThat(server.storage.asked)
        .containsExactly(
            new SeriesFilter(
                "system.cpu.utilization",
                new Scope("h", Map.of("site", "berlin", "rack", "r 1")),
                Map.of("cpu.mode", "user")),
            new Period(Fixtures.NOON.minus(Duration.ofHours(6)), Fixtures.NOON),
            Optional.of(Duration.ofSeconds(30)));
  }

  @Test
  void readsAPageOfLogs() throws Exception {
    TestServer.Answer answer =
        server.get(
            "/api/v1/logs?query=a%20b&severity=warn&order=asc&limit=5&cursor=c&tag.site=berlin",
            viewer);
    assertThat(answer.json().get("next").asText()).isEqualTo("next");
    assertThat(answer.json().at("/lines/0/sequence").asLong()).isEqualTo(7);
    Period lastHour = new Period(Fixtures.NOON.minus(Duration.ofHours(1)), Fixtures.NOON);
    assertThat(server.storage.asked)
        .containsExactly(new LogFilter(lastHour, "a b", null, BERLIN, Severity.WARN, true, 5, "c"));
  }

  @Test
  void readsAPageOfSeries() throws Exception {
    TestServer.Answer answer =
        server.get("/api/v1/series?name=a&limit=5&cursor=c&cpu.mode=user", viewer);
    assertThat(answer.json().get("next").asText()).isEqualTo("7");
    assertThat(answer.json().at("/series/0/attributes/k").asText()).isEqualTo("v");
    Period lastHour = new Period(Fixtures.NOON.minus(Duration.ofHours(1)), Fixtures.NOON);
    assertThat(server.storage.asked)
        .containsExactly(
            new SeriesFilter("a", Scope.ALL, Map.of("cpu.mode", "user")),
            lastHour,
            5,
            Optional.of("c"));
    assertThat(server.get("/api/v1/series?cursor=wrong", viewer).status()).isEqualTo(400);
    assertThat(server.get("/api/v1/series?limit=-1", viewer).status()).isEqualTo(400);
  }

  @Test
  void writesRoundsStatisticsSeriesAndProcesses() throws Exception {
    assertThat(
            server
                .get("/api/v1/reachability?probe=ping", viewer)
                .json()
                .at("/rounds/0/result")
                .toString())
        .isEqualTo(
            "{\"successes\":1,\"failures\":0,\"latenciesMillis\":[0.5],\"averageMillis\":0.5,"
                + "\"errors\":[],\"resolvedAddress\":\"127.0.0.1\"}");
    assertThat(server.get("/api/v1/stats", viewer).json().at("/series/0/p95").asDouble())
        .isEqualTo(3);
    assertThat(server.get("/api/v1/series", viewer).json().at("/series/0/name").asText())
        .isEqualTo("a");
    assertThat(server.get("/api/v1/processes", viewer).json().at("/processes/0/phase").asText())
        .isEqualTo("running");
    assertThat(server.get("/api/v1/traffic?host=a&limit=5", viewer).json().toString())
        .isEqualTo(
            "{\"talkers\":[{\"host\":\"test-host\",\"address\":\"10.0.0.1\",\"bytesSent\":1,"
                + "\"bytesReceived\":2,\"packets\":7}],\"protocols\":[{\"name\":\"https\","
                + "\"bytes\":3,\"packets\":7,\"flows\":1}],\"flows\":[{\"host\":\"test-host\","
                + "\"source\":\"collector.traffic\",\"id\":\"id\",\"protocol\":\"tcp\","
                + "\"sourceAddress\":\"10.0.0.1\",\"sourcePort\":4000,"
                + "\"destinationAddress\":\"10.0.0.2\",\"destinationPort\":443,"
                + "\"state\":\"closed\",\"bytesSent\":1,\"bytesReceived\":2,\"packetsSent\":3,"
                + "\"packetsReceived\":4,\"start\":\"1970-01-01T00:00:00Z\","
                + "\"end\":\"1970-01-01T00:00:00.000000005Z\","
                + "\"attributes\":{\"tls.server.name\":\"a.org\"}}],"
                + "\"questions\":[{\"name\":\"a.org\",\"asked\":4,\"unanswered\":1,"
                + "\"failed\":2,\"p50Millis\":1.5,\"p95Millis\":null}],"
                + "\"serverNames\":[{\"name\":\"a.org\",\"bytes\":3,\"packets\":7,\"flows\":1}]}");
  }

  @Test
  void namesTheParameterThatIsWrong() throws Exception {
    for (String wrong :
        new String[] {
          "history?from=yesterday",
          "history?from=2026-07-20T12:00:00",
          "history?from=2026-02-30T12:00:00Z",
          "history?from=now-99999999999d",
          "history?step=0s",
          "history?step=1ms",
          "history?step=soon",
          "logs?limit=-1",
          "logs?limit=10001",
          "logs?limit=1&limit=2",
          "logs?order=up",
          "logs?severity=loud",
          "logs?cursor=wrong",
          "logs?quary=x",
          "logs?tag.=x",
          "history?tag.site=",
          "reachability?cursor=wrong",
          "reachability?limit=1e3",
          "processes?host=%00",
          "traffic?limit=0"
        }) {
      TestServer.Answer answer = server.get("/api/v1/" + wrong, viewer);
      assertThat(answer.status()).as(wrong).isEqualTo(400);
      String parameter = wrong.substring(wrong.indexOf('?') + 1, wrong.indexOf('='));
      assertThat(answer.json().at("/errors/0/field").asText()).as(wrong).isEqualTo(parameter);
    }
    assertThat(
            server.get("/api/v1/history?from=now&to=now-1h", viewer).json().get("object").asText())
        .isEqualTo("from");
  }

  @Test
  void readsAPageOfRoundsOfHostsWithATag() throws Exception {
    TestServer.Answer answer =
        server.get("/api/v1/reachability?target=t&tag.site=berlin&limit=5&cursor=c", viewer);
    assertThat(answer.json().get("next").asText()).isEqualTo("next");
    Period lastHour = new Period(Fixtures.NOON.minus(Duration.ofHours(1)), Fixtures.NOON);
    server.get("/api/v1/traffic?tag.site=berlin", viewer);
    assertThat(server.storage.asked)
        .containsExactly(
            new ProbeFilter(lastHour, null, "t", BERLIN, 5, "c"), lastHour, BERLIN, 100);
  }

  @Test
  void saysThatAQueryTookTooLong() throws Exception {
    TestServer.Answer answer = server.get("/api/v1/reachability?target=slow", viewer);
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.code()).isEqualTo("query-timeout");
    assertThat(answer.header("Retry-After")).isEmpty();
  }

  @Test
  void saysWhyNothingCanBeReadWithoutStorage() throws Exception {
    server.offeredStorage.set(Optional.empty());
    TestServer.Answer answer = server.get("/api/v1/history", viewer);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("no-storage");
    assertThat(answer.header("Retry-After")).isPresent();
  }
}
