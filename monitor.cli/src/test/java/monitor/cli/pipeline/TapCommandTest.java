package monitor.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import monitor.cli.Monitor;
import monitor.cli.terminal.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Watching events, and plugins, of a server of the test that answers as the platform does. */
class TapCommandTest {
  private static final String PIPELINE =
      """
      {"time":"2026-07-20T12:00:00Z",
       "sources":[
        {"name":"logs","type":"source","plugin":"collector.logs","eventsPerSecond":5,
         "bytesPerSecond":2048,"backlog":3,"dropped":{"full":%1$d},
         "cost":{"cpuSeconds":%2$s,"allocatedBytes":%3$d}},
        {"name":"cpu","type":"source","plugin":"collector.metrics","eventsPerSecond":9,
         "bytesPerSecond":10,"backlog":0,"dropped":{},"cost":{"cpuSeconds":1,"allocatedBytes":1}}],
       "sinks":[{"name":"store","type":"sink","plugin":"sink.postgres","routedTo":["logs"],
         "kinds":["log"],"eventsPerSecond":0,"bytesPerSecond":0,"backlog":0,"dropped":{},
         "cost":{"cpuSeconds":0,"allocatedBytes":0}}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Deque<String> streams = new ArrayDeque<>();
  private final Deque<String> pipelines = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int refusal;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/pipeline", exchange -> answer(exchange, nextPipeline()));
    server.createContext("/api/v1/plugins", exchange -> answer(exchange, "{\"plugins\":[]}"));
    server.createContext("/api/v1/stream", exchange -> answer(exchange, nextStream()));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private synchronized String nextPipeline() {
    String next = pipelines.poll();
    return next == null ? PIPELINE.formatted(0, "1", 0) : next;
  }

  private synchronized String nextStream() {
    return streams.isEmpty() ? "" : streams.removeFirst();
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    requests.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refusal == 0 ? 200 : refusal, 0);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String frame(int id, String... events) {
    return "id: s-%d\nevent: tap\ndata: {\"events\":[%s],\"skipped\":0}\n\n"
        .formatted(id, String.join(",", events));
  }

  private static String log(String source, String body) {
    return """
    {"time":"2026-07-20T12:00:00Z","kind":"log","host":"h","source":"%s","sequence":1,
    "attributes":{"file":"/var/log/x"},"payload":{"body":"%s","severity":"INFO","cut":false}}\
    """
        .formatted(source, body)
        .replace("\n", "");
  }

  private int run(String... arguments) {
    CommandLine line = Monitor.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = "http://127.0.0.1:" + server.getAddress().getPort();
    return line.execute(all);
  }

  @Test
  void goesOnWhereItWasWhenTheConnectionBreaks() {
    streams.add("retry: 2000\n\n: still here\n\n" + frame(1, log("logs", "one")));
    streams.add(frame(2, log("logs", "two")) + frame(3, log("logs", "three")));

    assertThat(run("tap", "--limit", "3")).isZero();

    assertThat(out.toString().lines())
        .extracting(line -> line.substring(13))
        .containsExactly(
            "logs log INFO one file=/var/log/x",
            "logs log INFO two file=/var/log/x",
            "logs log INFO three file=/var/log/x");
    assertThat(requests)
        .containsExactly("/api/v1/stream?topics=tap null", "/api/v1/stream?topics=tap s-1");
    assertThat(err.toString()).contains("closed the stream; connecting again", "connected again");
  }

  @Test
  void tellsThatEventsWereMissed() {
    streams.add("event: reset\ndata: {}\n\n" + frame(7, log("logs", "x")));
    assertThat(run("tap", "--limit", "1")).isZero();
    assertThat(err.toString()).contains("monitor: some events were missed");
  }

  @Test
  void looksAtASourceASinkOrAStream() {
    String events = frame(1, log("cpu", "other"), log("logs", "mine"));
    streams.add(events);
    assertThat(run("tap", "logs/log", "--limit", "1")).isZero();
    streams.add(events);
    assertThat(run("tap", "store", "--limit", "1", "-o", "jsonl")).isZero();
    assertThat(requests)
        .filteredOn(r -> r.contains("stream"))
        .allMatch(r -> r.contains("source=logs"));
    assertThat(out.toString()).contains("INFO mine", "\"body\":\"mine\"").doesNotContain("other");
    assertThat(run("tap", "nobody")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err.toString()).contains("no source, sink or stream named nobody");
  }

  @Test
  void showsOnlyWhatIsAskedFor() {
    streams.add(frame(1, log("logs", "a=b refused"), log("logs", "fine"), log("cpu", "refused")));
    assertThat(
            run(
                "tap",
                "--where",
                "body~refused",
                "--where",
                "source=logs",
                "--limit",
                "1",
                "--json"))
        .isZero();
    assertThat(out.toString().lines()).singleElement().asString().contains("a=b refused");
    assertThat(run("tap", "--where", "nonsense")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void letsNoEventWriteOnTheTerminal() {
    streams.add(frame(1, log("logs", "\\u001b[2Jgone")));
    assertThat(run("tap", "--limit", "1")).isZero();
    assertThat(out.toString()).contains("\\x1b[2Jgone").doesNotContain("\u001b");
  }

  @Test
  void endsWithTheCodeOfWhatIsWrong() {
    refusal = 401;
    assertThat(run("tap")).isEqualTo(ExitCode.AUTHENTICATION);
    refusal = 403;
    assertThat(run("tap")).isEqualTo(ExitCode.REFUSED);
    server.stop(0);
    assertThat(run("tap")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run("top", "--once")).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void showsWhatEachPluginMovesAndCosts() {
    pipelines.add(PIPELINE.formatted(1, "1.0", 1_000));
    pipelines.add(PIPELINE.formatted(4, "1.5", 2_001_000));

    assertThat(run("top", "--once", "--json", "--sort", "cpu")).isZero();

    assertThat(out.toString())
        .containsSubsequence("\"collector.logs\"", "\"collector.metrics\"", "\"sink.postgres\"")
        .containsPattern("\"dropped\" : 4")
        .containsPattern("\"backlog\" : 3")
        .containsPattern("\"bytesPerSecond\" : 2048.0");
    double cpu = Double.parseDouble(out.toString().split("\"cpu\" : ")[1].split(",")[0]);
    assertThat(cpu).isBetween(0.01, 0.5);
  }

  @Test
  void sortsByEventsAndWritesATable() {
    assertThat(run("top", "--once")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "PLUGIN|STATE|EVENTS/S|BYTES/S|CPU|ALLOC/S|BACKLOG|DROPPED",
            "collector.metrics|core|9.0|10 B|0.0 %|0 B|0|0",
            "collector.logs|core|5.0|2.0 KiB|0.0 %|0 B|3|0",
            "sink.postgres|core|0.0|0 B|0.0 %|0 B|0|0");
    assertThat(run("top", "--interval", "0")).isEqualTo(ExitCode.USAGE);
  }
}
