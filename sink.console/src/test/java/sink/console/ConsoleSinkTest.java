package sink.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Sample;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SampleEvents;
import org.junit.jupiter.api.Test;
import sink.console.ConsoleSettings.Format;

class ConsoleSinkTest {
  private static final long TIME = 1_767_225_600_000_000_001L;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private ConsoleSink sink(Format format, String... kinds) {
    return new ConsoleSink(
        new ConsoleSettings(format, Set.of(kinds)),
        new PrintStream(printed, false, StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static Batch logs(String... lines) {
    return BatchBuilder.of(Kind.LOG)
        .sequence(7)
        .batch(
            List.of(lines).stream()
                .map(line -> Event.of(TIME, new LogLine(Text.of(line), Severity.WARN, false)))
                .toList());
  }

  @Test
  void printsOneObjectForEachEvent() throws Exception {
    assertThat(sink(Format.JSON, "*").deliver(logs("one", "two"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(lines())
        .containsExactly(
            "{\"time\":\"2026-01-01T00:00:00.000000001Z\",\"host\":\"testkit-host\","
                + "\"source\":\"testkit.source\",\"kind\":\"log\",\"sequence\":7,"
                + "\"body\":\"one\",\"severity\":\"warn\"}",
            "{\"time\":\"2026-01-01T00:00:00.000000001Z\",\"host\":\"testkit-host\","
                + "\"source\":\"testkit.source\",\"kind\":\"log\",\"sequence\":8,"
                + "\"body\":\"two\",\"severity\":\"warn\"}");
  }

  @Test
  void printsSamplesWithTheirSeries() throws Exception {
    Series series = Series.gauge("queue.depth", "1").with("queue", "in");
    sink(Format.JSON, "*")
        .deliver(BatchBuilder.of(Kind.SAMPLE).batch(Event.of(TIME, new Sample(series, 2.5))));
    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith(
            "\"name\":\"queue.depth\",\"unit\":\"1\",\"instrument\":\"gauge\","
                + "\"series\":{\"queue\":\"in\"},\"value\":2.5}");
  }

  @Test
  void printsParsableLinesForEveryKindAlsoForHostileEvents() throws Exception {
    ConsoleSink sink = sink(Format.JSON, "*");
    for (Kind kind : SampleEvents.KINDS) {
      sink.deliver(BatchBuilder.of(kind).batch(SampleEvents.of(kind)));
      sink.deliver(BatchBuilder.of(kind).batch(SampleEvents.hostile(kind)));
    }
    assertThat(lines()).hasSize(6 * SampleEvents.KINDS.size()).allSatisfy(ConsoleSinkTest::parse);
  }

  private static void parse(String line) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      while (parser.nextToken() != null) {
        assertThat(parser.currentToken()).isNotNull();
      }
    }
  }

  @Test
  void printsGaps() throws Exception {
    sink(Format.JSON, "*").deliver(BatchBuilder.of(Kind.LOG).gap(5, "buffer full"));
    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith("\"kind\":\"log\",\"gap\":{\"from\":0,\"to\":4,\"reason\":\"buffer full\"}}");
  }

  @Test
  void keepsControlCharactersFromTheTerminal() throws Exception {
    sink(Format.TEXT, "*").deliver(logs("red \u001b[31m alert\nnext"));
    assertThat(lines())
        .containsExactly(
            "2026-01-01T00:00:00.000000001Z testkit-host testkit.source "
                + "WARN red \\x1b[31m alert\\x0anext");
  }

  @Test
  void printsTextForEveryKind() throws Exception {
    ConsoleSink sink = sink(Format.TEXT, "*");
    for (Kind kind : SampleEvents.KINDS) {
      sink.deliver(BatchBuilder.of(kind).batch(SampleEvents.of(kind)));
      sink.deliver(BatchBuilder.of(kind).gap(1, "full"));
    }
    assertThat(lines()).hasSize(4 * SampleEvents.KINDS.size());
  }

  @Test
  void leavesOutOtherKinds() throws Exception {
    ConsoleSink sink = sink(Format.JSON, "sample");
    assertThat(sink.deliver(logs("one"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(lines()).isEmpty();
  }

  @Test
  void asksForARetryWhenTheOutputIsClosed() throws Exception {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ConsoleSink sink =
        new ConsoleSink(new ConsoleSettings(Format.JSON, Set.of("*")), new PrintStream(closed));
    assertThat(sink.deliver(logs("one"))).isInstanceOf(Outcome.Retry.class);
  }
}
