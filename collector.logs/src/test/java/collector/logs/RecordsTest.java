package collector.logs;

import static collector.logs.LogFolder.PATIENCE;
import static collector.logs.LogFolder.await;
import static collector.logs.LogFolder.line;
import static collector.logs.LogFolder.lines;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Severity;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encodings, records of several lines, and formats, from the file to the event. */
class RecordsTest {
  @TempDir private Path folder;
  private LogFolder logs;

  @BeforeEach
  void open() {
    logs = new LogFolder(folder);
  }

  private SourceHarness reading(Encoding encoding, char lineEnd) {
    return harness(encoding, lineEnd, "off", "", "raw", "");
  }

  private SourceHarness joining(String multiline, String pattern) {
    return harness(Encoding.UTF_8, '\n', multiline, pattern, "raw", "");
  }

  private SourceHarness parsing(String format, String pattern, String bodyField) {
    return harness(Encoding.UTF_8, '\n', "off", pattern, format, bodyField);
  }

  private SourceHarness harness(
      Encoding encoding,
      char lineEnd,
      String multiline,
      String pattern,
      String format,
      String bodyField) {
    RecordSettings records =
        records(encoding, lineEnd, 1024, multiline, pattern, format, bodyField);
    return logs.settings("*.log").records(records).harness();
  }

  private static RecordSettings records(
      Encoding encoding,
      char lineEnd,
      int maxLine,
      String multiline,
      String pattern,
      String format,
      String bodyField) {
    return new RecordSettings(
        encoding,
        lineEnd,
        maxLine,
        multiline,
        pattern,
        Duration.ofMillis(300),
        format,
        pattern,
        ZoneId.of("UTC"),
        bodyField);
  }

  @Test
  void readsUtf16WithLonesurrogatesAndALineThatIsTooLong() throws Exception {
    logs.append("a.log", "\ufeffgr\u00fc\u00df\r\nx\ud800y\n\u0a0a\n".getBytes(UTF_16LE));
    logs.append("a.log", ("z".repeat(2000) + "\nend\n").getBytes(UTF_16LE));
    try (SourceHarness harness = reading(Encoding.UTF_16LE, '\n').start()) {
      List<Event> events = harness.awaitEvents(5, PATIENCE);
      assertThat(line(events.get(0)).body()).hasToString("gr\u00fc\u00df");
      assertThat(line(events.get(2)).body()).hasToString("\u0a0a");
      assertThat(line(events.get(3)).cut()).isTrue();
      assertThat(line(events.get(3)).body()).hasToString("z".repeat(512));
      assertThat(line(events.get(4)).body()).hasToString("end");
      logs.append("a.log", "later\n".getBytes(UTF_16LE));
      assertThat(await(harness, 6)).endsWith("later");
    }
  }

  @Test
  void readsUtf16OfTheOtherOrderAndLatin1() throws Exception {
    logs.append("a.log", "\u00e4\n".getBytes(UTF_16BE));
    try (SourceHarness harness = reading(Encoding.UTF_16BE, '\n').start()) {
      assertThat(await(harness, 1)).containsExactly("\u00e4");
    }
    logs.truncate("a.log");
    logs.append("a.log", "\u00e9 ERROR\r\n".getBytes(ISO_8859_1));
    try (SourceHarness harness = reading(Encoding.LATIN_1, '\n').start()) {
      assertThat(await(harness, 1)).containsExactly("\u00e9 ERROR");
    }
  }

  @Test
  void endsLinesAtCarriageReturnsIfTold() throws Exception {
    logs.append("a.log", "one\rtwo\r\rhalf");
    try (SourceHarness harness = reading(Encoding.UTF_8, '\r').start()) {
      assertThat(await(harness, 3)).containsExactly("one", "two", "");
    }
  }

  /** Of a large file, whose writer has flushed in the middle of a character. */
  @Test
  void beginsAtTheEndOfUtf16IfTold() throws Exception {
    byte[] all = ("\ufeff" + "old\n".repeat(20_000) + "new\n").getBytes(UTF_16LE);
    beginsAtTheEnd(
        Encoding.UTF_16LE,
        '\n',
        Arrays.copyOf(all, all.length - 3),
        Arrays.copyOfRange(all, all.length - 3, all.length),
        "new");
  }

  /** The first byte of U+0A6E is that of a line end. */
  @Test
  void beginsAtTheEndOfUtf16OfTheOtherOrderIfTold() throws Exception {
    beginsAtTheEnd(
        Encoding.UTF_16BE,
        '\n',
        "old\n\u0a6e".getBytes(UTF_16BE),
        "ew\n".getBytes(UTF_16BE),
        "\u0a6eew");
  }

  @Test
  void beginsAtTheEndBehindACarriageReturnIfTold() throws Exception {
    beginsAtTheEnd(
        Encoding.UTF_8, '\r', "old\rolder\r".getBytes(UTF_8), "new\r".getBytes(UTF_8), "new");
  }

  private void beginsAtTheEnd(
      Encoding encoding, char lineEnd, byte[] before, byte[] after, String expected)
      throws Exception {
    logs.append("a.log", before);
    RecordSettings records = records(encoding, lineEnd, 1024, "off", "", "raw", "");
    try (SourceHarness harness =
        logs.settings("*.log").records(records).fromEnd().harness().start()) {
      harness.await(() -> !harness.positions(Kind.LOG).isEmpty(), PATIENCE, "the position");
      logs.append("a.log", after);
      assertThat(await(harness, 1)).containsExactly(expected);
    }
  }

  @Test
  void cutsALineOf100MegabytesOnce() throws Exception {
    byte[] part = "x".repeat(1 << 20).getBytes(ISO_8859_1);
    try (SourceHarness harness = logs.settings("*.log").harness().start()) {
      for (int i = 0; i < 100; i++) {
        logs.append("a.log", part);
      }
      logs.append("a.log", "\nafter\n");
      Event cut = harness.awaitEvents(2, Duration.ofMinutes(1)).getFirst();
      assertThat(line(cut).cut()).isTrue();
      assertThat(line(cut).body().length()).isEqualTo(1024);
      assertThat(lines(harness)).hasSize(2).endsWith("after");
    }
  }

  @Test
  void joinsTheLinesOfAStackTraceAlsoWhenTheyComeOneByOne() throws Exception {
    String trace =
        "ERROR it failed\njava.lang.IllegalStateException: why\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException\n\t... 3 more";
    try (SourceHarness harness = joining("stack-trace", "").start()) {
      for (String part : trace.split("(?<=\n)")) {
        logs.append("a.log", part);
      }
      logs.append("a.log", "\nINFO next\n");
      assertThat(await(harness, 2)).containsExactly(trace, "INFO next");
      assertThat(line(harness.recorded().events().getFirst()).severity()).isEqualTo(Severity.ERROR);
    }
  }

  @Test
  void losesAndDoublesNoRecordWhenItIsKilledInTheMiddle() throws Exception {
    try (SourceHarness harness = joining("indent", "").start()) {
      logs.append("a.log", "first\n  more\nsecond\n");
      harness.await(() -> lines(harness).contains("first\n  more"), PATIENCE, "the first");
      harness.kill();
      harness.awaitEnd(PATIENCE);
      logs.append("a.log", "third\n");
      harness.start();
      assertThat(await(harness, 3)).containsExactly("first\n  more", "second", "third");
    }
  }

  @Test
  void joinsByTheExpressionOfAFirstOrAFurtherLine() throws Exception {
    logs.append("a.log", "2026-01-01 a\nb\nc\n2026-01-02 d\n");
    try (SourceHarness harness = joining("starts", "\\d{4}-").start()) {
      assertThat(await(harness, 2)).containsExactly("2026-01-01 a\nb\nc", "2026-01-02 d");
    }
    try (SourceHarness harness = joining("continues", "[bc]").start()) {
      assertThat(await(harness, 2)).containsExactly("2026-01-01 a\nb\nc", "2026-01-02 d");
    }
  }

  @Test
  void cutsARecordThatIsTooLongOnceAndFindsTheNext() throws Exception {
    StringBuilder text = new StringBuilder("begin\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("  further line ").append(i).append('\n');
    }
    logs.append("a.log", text + "next\n");
    try (SourceHarness harness = joining("indent", "").start()) {
      List<Event> events = harness.awaitEvents(2, PATIENCE);
      assertThat(line(events.getFirst()).cut()).isTrue();
      assertThat(line(events.getFirst()).body().length()).isEqualTo(1024);
      assertThat(lines(harness)).hasSize(2).endsWith("next");
    }
  }

  /** The writer has flushed in the middle of a line. */
  @Test
  void findsTheRecordBehindOneThatWasCutWhenOnlyItsBeginningWasThere() throws Exception {
    logs.append("a.log", "begin\n" + "  further line i\n".repeat(100) + "nex");
    try (SourceHarness harness = joining("indent", "").start()) {
      assertThat(line(harness.awaitEvents(1, PATIENCE).getFirst()).cut()).isTrue();
      logs.append("a.log", "t\n  its detail\nafter\n");
      assertThat(await(harness, 3)).endsWith("next\n  its detail", "after");
    }
  }

  @Test
  void emitsAnUnfinishedLastLineBehindARecordThatWasCutWhenItsFileIsGone() throws Exception {
    RecordSettings joined = records(Encoding.UTF_8, '\n', 1024, "indent", "", "raw", "");
    LogFolder.Settings settings = logs.settings("*.log").records(joined);
    try (SourceHarness harness = settings.rotateWait(Duration.ZERO).harness().start()) {
      logs.append("a.log", "begin\n" + "  further line i\n".repeat(100) + "  unfinished");
      logs.append("b.log", "begin\n" + "  further line i\n".repeat(100) + "unfinished");
      await(harness, 2);
      logs.rename("a.log", "a.old");
      logs.rename("b.log", "b.old");
      await(harness, 3);
      logs.append("c.log", "last\n");
      assertThat(await(harness, 4)).endsWith("unfinished", "last");
    }
  }

  @Test
  void doesNotCutARecordThatFitsThoughTheLineBehindItIsTooLong() throws Exception {
    String fits = "begin\n  " + "x".repeat(1016);
    logs.append("a.log", fits + "\n" + "y".repeat(3000));
    try (SourceHarness harness = joining("indent", "").start()) {
      List<Event> events = harness.awaitEvents(2, PATIENCE);
      assertThat(line(events.get(0)).body()).hasToString(fits);
      assertThat(line(events.get(0)).cut()).isFalse();
      assertThat(line(events.get(1)).body()).hasToString("y".repeat(1024));
      assertThat(line(events.get(1)).cut()).isTrue();
      logs.append("a.log", "\nafter\n");
      assertThat(await(harness, 3)).endsWith("after");
    }
  }

  @Test
  void cutsARecordThatALineTooLongGoesOnWith() throws Exception {
    String begin = "begin\n  " + "x".repeat(1000);
    logs.append("a.log", begin + "\n  " + "y".repeat(3000));
    try (SourceHarness harness = joining("indent", "").start()) {
      Event cut = harness.awaitEvents(1, PATIENCE).getFirst();
      assertThat(line(cut).cut()).isTrue();
      assertThat(line(cut).body()).hasToString(begin + "\n  " + "y".repeat(13));
      logs.append("a.log", "\n  more\nafter\n");
      assertThat(await(harness, 2)).endsWith("after");
    }
  }

  /** With the usual limit, which is as long as what is read at once. */
  @Test
  void keepsARecordThatIsAsLongAsWhatIsReadAtOnceAndTheNextOne() throws Exception {
    String fits = "begin\n  " + "x".repeat((64 << 10) - 10);
    String next = "y".repeat(1000);
    logs.append("a.log", fits + "\n" + next + "\nafter\n");
    RecordSettings usual = records(Encoding.UTF_8, '\n', 64 << 10, "indent", "", "raw", "");
    try (SourceHarness harness = logs.settings("*.log").records(usual).harness().start()) {
      assertThat(await(harness, 3)).containsExactly(fits, next, "after");
      assertThat(harness.recorded().events()).noneMatch(event -> line(event).cut());
    }
  }

  @Test
  void keepsRecordsApartWhenTheyAreCutByARotationAndLosesNoLine() throws Exception {
    try (SourceHarness harness = joining("indent", "").start()) {
      logs.append("a.log", "first\n  more\n");
      logs.append("b.log", "seen\nseen\n");
      harness.await(() -> lines(harness).contains("seen"), PATIENCE, "the first look");
      logs.rename("a.log", "a.old");
      logs.append("a.log", "  rest\nsecond\n");
      harness.await(() -> lines(harness).contains("second"), PATIENCE, "the second file");
      harness.await(() -> String.join("\n", lines(harness)).contains("more"), PATIENCE, "more");
      assertThat(String.join("\n", lines(harness)).lines().filter(l -> !l.equals("seen")))
          .containsExactlyInAnyOrder("first", "  more", "  rest", "second");
    }
  }

  private Event only(SourceHarness started) throws Exception {
    try (SourceHarness harness = started.start()) {
      return harness.awaitEvents(1, PATIENCE).getFirst();
    }
  }

  @Test
  void findsTheFieldsOfJson() throws Exception {
    logs.append(
        "a.log",
        "{\"time\":\"2026-01-02T03:04:05.006Z\",\"level\":\"warn\",\"n\":7,\"in\":{\"x\":true},\"message\":\"hi\"}\n");
    Event event = only(parsing("json", "", ""));
    assertThat(event.timeNanos()).isEqualTo(1_767_323_045_006_000_000L);
    assertThat(line(event).severity()).isEqualTo(Severity.WARN);
    assertThat(line(event).body().toString()).startsWith("{\"time\"");
    assertThat(event.attributes().asMap())
        .containsEntry("n", 7L)
        .containsEntry("in.x", true)
        .containsEntry("message", "hi")
        .containsEntry("log.file.name", "a.log");
  }

  @Test
  void unwrapsALineFromAJsonField() throws Exception {
    logs.append("a.log", "{\"log\":\"a line\\n\",\"stream\":\"stdout\"}\n");
    Event event = only(parsing("json", "", "log"));
    assertThat(line(event).body()).hasToString("a line");
    assertThat(event.attributes().get("stream")).isEqualTo("stdout");
    assertThat(event.attributes().get("log")).isNull();
  }

  @Test
  void findsTheFieldsOfAnAccessLog() throws Exception {
    logs.append(
        "a.log",
        "192.0.2.7 - bob [10/Oct/2026:13:55:36 +0200] \"GET /a?b=\\\"c HTTP/1.1\" 200 2326 \"-\" \"curl/8\"\n");
    Event event = only(parsing("access", "", ""));
    assertThat(event.timeNanos()).isEqualTo(1_791_633_336_000_000_000L);
    assertThat(event.attributes().asMap())
        .containsEntry("address", "192.0.2.7")
        .containsEntry("user", "bob")
        .containsEntry("status", "200")
        .containsEntry("agent", "curl/8")
        .doesNotContainKey("referer");
  }

  @Test
  void findsTheFieldsOfSyslogOldAndNew() throws Exception {
    logs.append(
        "a.log",
        "<34>1 2026-10-11T22:14:15.003Z host su 1 ID47 [ex@1 a=\"b\\\"c\"][e2@1] failed\n");
    Event newer = only(parsing("syslog", "", ""));
    assertThat(newer.timeNanos()).isEqualTo(1_791_756_855_003_000_000L);
    assertThat(line(newer).severity()).isEqualTo(Severity.FATAL);
    assertThat(newer.attributes().asMap())
        .containsEntry("syslog.facility", 4L)
        .containsEntry("syslog.ex@1.a", "b\"c")
        .containsEntry("syslog.message", "failed");
    logs.truncate("a.log");
    logs.append("a.log", "<13>Feb  5 17:32:18 host cron[42]: run\n");
    Event older = only(parsing("syslog", "", "syslog.message"));
    assertThat(line(older).body()).hasToString("run");
    assertThat(older.attributes().get("syslog.procid")).isEqualTo("42");
  }

  @Test
  void findsTheFieldsOfLogfmtAndOfAnExpression() throws Exception {
    logs.append("a.log", "ts=1767323045.5 level=error msg=\"a \\\"b\\\"\" flag\n");
    Event logfmt = only(parsing("logfmt", "", ""));
    assertThat(logfmt.timeNanos()).isEqualTo(1_767_323_045_500_000_000L);
    assertThat(line(logfmt).severity()).isEqualTo(Severity.ERROR);
    assertThat(logfmt.attributes().asMap())
        .containsEntry("msg", "a \"b\"")
        .containsEntry("flag", true);
    Event pattern = only(parsing("pattern", "ts=(?<time>\\S+) level=(?<level>\\w+) .*", ""));
    assertThat(pattern.timeNanos()).isEqualTo(1_767_323_045_500_000_000L);
  }

  @Test
  void keepsAndMarksWhatDoesNotHaveTheFormat() throws Exception {
    logs.append("a.log", "no { json ERROR\n");
    Event event = only(parsing("json", "", "log"));
    assertThat(line(event).body()).hasToString("no { json ERROR");
    assertThat(line(event).severity()).isEqualTo(Severity.ERROR);
    assertThat(event.attributes().get(EventMaker.FAILED)).isEqualTo(true);
  }

  @Test
  void boundsTheWorkOfAnExpressionThatBacktracks() throws Exception {
    logs.append("a.log", "a".repeat(1000) + "!\n");
    Event event = only(parsing("pattern", "(?:a+)+(?<x>b)", ""));
    assertThat(event.attributes().get(EventMaker.FAILED)).isEqualTo(true);
    logs.truncate("a.log");
    logs.append("a.log", "ab".repeat(500) + "!\n");
    assertThat(
            only(parsing("pattern", "(?:a|b|ab)*(?<x>c)", "")).attributes().get(EventMaker.FAILED))
        .isEqualTo(true);
  }

  @Test
  void survivesAnyBytesInAnyFormat() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    java.util.Random random = new java.util.Random(seed);
    String alphabet = "{}[]\"\\=<>:,1 -aZ\t\u00e9";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      for (int c = random.nextInt(60); c >= 0; c--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      text.append('\n');
    }
    logs.append("a.log", text.toString().getBytes(ISO_8859_1));
    for (String format : List.of("json", "logfmt", "syslog", "access")) {
      try (SourceHarness harness = parsing(format, "", "").start()) {
        assertThat(harness.awaitEvents(2_000, PATIENCE))
            .as("%s, seed %d", format, seed)
            .hasSize(2_000);
      }
    }
  }
}
