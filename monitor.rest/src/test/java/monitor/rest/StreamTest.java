package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.EventVisitor;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamTest {
  @TempDir private Path data;
  private TestServer server;
  private TestServer.Browser admin;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(data);
    admin = server.setUp();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** One server-sent event. */
  private record Sent(String id, String topic, JsonNode data) {}

  /** The events that one client is sent, without heartbeats. */
  private static final class Client implements AutoCloseable {
    private final Stream<String> lines;
    private final Iterator<String> iterator;

    Client(HttpResponse<Stream<String>> response) {
      assertThat(response.statusCode()).isEqualTo(200);
      lines = response.body();
      iterator = lines.iterator();
    }

    Sent next() throws Exception {
      String id = "";
      String topic = "";
      while (true) {
        String line = iterator.next();
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          topic = line.substring(7);
        } else if (line.startsWith("data: ")) {
          return new Sent(id, topic, TestServer.JSON.readTree(line.substring(6)));
        }
      }
    }

    /** What comes until the server ends the answer. */
    List<String> rest() {
      List<String> rest = new ArrayList<>();
      iterator.forEachRemaining(rest::add);
      return rest;
    }

    @Override
    public void close() {
      lines.close();
    }
  }

  private Client listen(String query, String... headers) throws Exception {
    String[] all =
        Stream.concat(Stream.of(admin.headers()), Stream.of(headers)).toArray(String[]::new);
    Client client =
        new Client(
            server.client.send(
                server.request("GET", "/api/v1/stream?" + query, all).build(),
                HttpResponse.BodyHandlers.ofLines()));
    return client;
  }

  private int listeners() throws Exception {
    return server
        .get("/metrics", admin.headers())
        .body()
        .lines()
        .filter(line -> line.startsWith("monitor_stream_listeners "))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private record FakeBatch(BatchHeader header, List<Event> events) implements Batch {
    @Override
    public List<Hop> hops() {
      return List.of();
    }

    @Override
    public ByteBuffer head() {
      return ByteBuffer.allocate(0);
    }

    @Override
    public ByteBuffer payload() {
      return ByteBuffer.allocate(0);
    }

    @Override
    public void forEach(EventVisitor visitor) {
      for (int i = 0; i < events.size(); i++) {
        visitor.visit(header.id().firstSequence() + i, events.get(i));
      }
    }
  }

  private void deliver(String source, Kind kind, List<Event> events) {
    BatchId id = new BatchId("agent", new Epoch(1, "00"), source + "/" + kind, 5, events.size());
    Origin origin = new Origin("test-host", source, Map.of());
    BatchHeader header = new BatchHeader(id, kind, origin, 0, Codec.NONE, 0, 0, "", null);
    assertThat(server.feed.deliver(new FakeBatch(header, events))).isEqualTo(Outcome.ACCEPTED);
  }

  private static Event line(String body) {
    return Event.of(1_000_000_000, new LogLine(Text.of(body), Severity.INFO, false));
  }

  @Test
  void sendsLogLinesAsTheyAreDelivered() throws Exception {
    try (Client client = listen("topics=logs&source=app")) {
      deliver("other", Kind.LOG, List.of(line("not this")));
      deliver("app", Kind.LOG, List.of(line("one"), line("two")));
      Sent sent = client.next();
      assertThat(sent.topic()).isEqualTo("logs");
      assertThat(sent.data().toString())
          .isEqualTo(
              "{\"lines\":[{\"time\":\"1970-01-01T00:00:01Z\",\"host\":\"test-host\",\"source\":\"app\","
                  + "\"severity\":\"INFO\",\"body\":\"one\",\"attributes\":{},\"sequence\":5},"
                  + "{\"time\":\"1970-01-01T00:00:01Z\",\"host\":\"test-host\",\"source\":\"app\","
                  + "\"severity\":\"INFO\",\"body\":\"two\",\"attributes\":{},\"sequence\":6}],"
                  + "\"skipped\":0}");
    }
  }

  @Test
  void sendsTheSamplesThatWereAskedFor() throws Exception {
    try (Client client = listen("topics=metrics&name=a,b")) {
      Event a = Series.gauge("a", "1").with("k", "v").sample(1, 2.5);
      deliver("m", Kind.SAMPLE, List.of(a, Series.gauge("c", "1").sample(1, 1)));
      JsonNode samples = client.next().data().get("samples");
      assertThat(samples).hasSize(1);
      assertThat(samples.get(0).get("value").asDouble()).isEqualTo(2.5);
      assertThat(samples.get(0).at("/attributes/k").asText()).isEqualTo("v");
    }
  }

  @Test
  void countsWhatItLeavesOut() throws Exception {
    try (Client client = listen("topics=tap")) {
      deliver("app", Kind.LOG, IntStream.range(0, 1500).mapToObj(i -> line("line " + i)).toList());
      JsonNode tapped = client.next().data();
      assertThat(tapped.get("events")).hasSize(1000);
      assertThat(tapped.get("skipped").asInt()).isEqualTo(500);
      assertThat(tapped.at("/events/0/payload/body").asText()).isEqualTo("line 0");
    }
  }

  @Test
  void sendsThePipelineEachSecondAndDeploymentsAsTheyChange() throws Exception {
    try (Client client = listen("topics=pipeline,deployments")) {
      Sent first = client.next();
      assertThat(first.topic()).isEqualTo("pipeline");
      assertThat(first.data().at("/sinks/0/name").asText()).isEqualTo("sink.postgres");
      Await.until("the deployer is watched", () -> !server.deployer.watchers.isEmpty());
      server.post("/api/v1/plugins/collector.metrics/disable", "", admin.headers());
      Sent sent = client.next();
      while (sent.topic().equals("pipeline")) {
        sent = client.next();
      }
      assertThat(sent.topic()).isEqualTo("deployments");
      assertThat(sent.data().get("id").asText()).isEqualTo("d-1");
    }
  }

  @Test
  void sendsAgainWhatWasMissedSinceTheLastEventSeen() throws Exception {
    String seen;
    try (Client client = listen("topics=logs")) {
      deliver("app", Kind.LOG, List.of(line("one")));
      seen = client.next().id();
    }
    deliver("app", Kind.LOG, List.of(line("two")));
    deliver("app", Kind.LOG, List.of(line("three")));
    try (Client again = listen("topics=logs", "Last-Event-ID", seen)) {
      assertThat(again.next().data().at("/lines/0/body").asText()).isEqualTo("two");
      assertThat(again.next().data().at("/lines/0/body").asText()).isEqualTo("three");
    }
  }

  @Test
  void saysWhenWhatWasMissedIsNotKept() throws Exception {
    try (Client client = listen("topics=logs", "Last-Event-ID", "another-7")) {
      assertThat(client.next().topic()).isEqualTo("reset");
    }
  }

  @Test
  void cutsOffAReaderThatIsTooSlowAndServesTheOthers() throws Exception {
    try (Socket slow = new Socket("127.0.0.1", server.base.getPort());
        Client client = listen("topics=logs")) {
      slow.setReceiveBufferSize(4096);
      String request =
          "GET /api/v1/stream?topics=logs HTTP/1.1\r\nHost: localhost\r\nCookie: "
              + admin.cookie()
              + "\r\n\r\n";
      slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      Await.until("both listen", () -> listenersNow() == 2);
      String body = "x".repeat(60_000);
      for (int i = 0; i < 500 && listenersNow() == 2; i++) {
        deliver("app", Kind.LOG, List.of(line(i + body)));
        assertThat(client.next().data().at("/lines/0/body").asText()).startsWith(i + "x");
      }
      assertThat(listenersNow()).isEqualTo(1);
    }
  }

  private int listenersNow() {
    try {
      return listeners();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void endsWithTheSessionThatOpenedIt() throws Exception {
    try (Client client = listen("topics=deployments")) {
      assertThat(server.post("/api/v1/logout", "", admin.headers()).status()).isEqualTo(204);
      assertThat(client.rest()).isNotEmpty();
    }
  }

  @Test
  void refusesTopicsThatItDoesNotKnow() throws Exception {
    TestServer.Answer answer = server.get("/api/v1/stream?topics=logs,all", admin.headers());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("object").asText()).isEqualTo("topics");
    assertThat(server.get("/api/v1/stream?topics=logs").status()).isEqualTo(401);
  }
}
