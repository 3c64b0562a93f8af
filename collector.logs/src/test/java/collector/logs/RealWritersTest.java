package collector.logs;

import static collector.logs.LogFolder.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import monitor.api.event.Event;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that rsyslog writes and logrotate rotates, while both are at work. */
class RealWritersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ROUNDS = 5;
  private static final int PORTIONS = 20;
  private static final int PORTION = 50;

  @TempDir private Path folder;

  private SourceHarness reading(String... patterns) {
    RecordSettings records =
        new RecordSettings(
            Encoding.UTF_8,
            '\n',
            8192,
            "off",
            "",
            Duration.ofMillis(300),
            "syslog",
            "",
            ZoneId.systemDefault(),
            "syslog.message");
    return new LogFolder(folder).settings(patterns).excluding("*.gz").records(records).harness();
  }

  /** Also what a daemon still writes to a file that has been renamed. */
  @ParameterizedTest
  @ValueSource(strings = {"create", "create\n  compress\n  delaycompress"})
  void readsEveryLineOnceAndInOrderWhileFilesAreRenamed(String how) throws Exception {
    List<String> sent = new ArrayList<>();
    try (Rsyslog rsyslog = new Rsyslog(folder, "FileFormat");
        SourceHarness harness = reading("app.log").start()) {
      for (int round = 0; round < ROUNDS; round++) {
        FutureTask<Void> sending = sending(rsyslog, sent);
        Thread sender = new Thread(sending, "logger");
        sender.start();
        awaitRead(harness, round * PORTIONS * PORTION + PORTION);
        rsyslog.rotate(how);
        sending.get();
      }
      awaitRead(harness, sent.size());
      assertThat(LogFolder.lines(harness)).isEqualTo(sent);
    }
  }

  private FutureTask<Void> sending(Rsyslog rsyslog, List<String> sent) {
    return new FutureTask<>(() -> {
      for (int portion = 0; portion < PORTIONS; portion++) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < PORTION; i++) {
          lines.add("message %d".formatted(sent.size() + i));
        }
        rsyslog.send(lines);
        sent.addAll(lines);
      }
      return null;
    });
  }

  private static void awaitRead(SourceHarness harness, int count) throws Exception {
    harness.await(() -> LogFolder.lines(harness).size() >= count, PATIENCE, count + " lines");
  }

  /** Lines that come between copy and truncation are lost by logrotate, so none do. */
  @ParameterizedTest
  @ValueSource(strings = {"copytruncate", "copytruncate\n  compress"})
  void readsEveryLineOnceThoughFilesAreCopiedAndTruncated(String how) throws Exception {
    List<String> sent = new ArrayList<>();
    try (Rsyslog rsyslog = new Rsyslog(folder, "FileFormat");
        SourceHarness harness = reading("app.log").start()) {
      for (int round = 0; round < ROUNDS; round++) {
        int before = sent.size();
        sending(rsyslog, sent).run();
        awaitWritten(sent.getLast());
        awaitRead(harness, before + 1);
        rsyslog.rotate(how);
      }
      rsyslog.send(List.of("end"));
      sent.add("end");
      awaitRead(harness, sent.size());
      assertThat(LogFolder.lines(harness)).containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  private void awaitWritten(String last) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(folder.resolve("app.log")).endsWith(last + "\n")) {
      assertThat(System.nanoTime() - end).as("rsyslogd writes %s", last).isNegative();
      Thread.onSpinWait();
    }
  }

  @Test
  void findsTheFieldsOfWhatRsyslogWrites() throws Exception {
    for (String template :
        List.of("FileFormat", "TraditionalFileFormat", "SyslogProtocol23Format")) {
      Instant before = Instant.now();
      Files.deleteIfExists(folder.resolve("app.log"));
      try (Rsyslog rsyslog = new Rsyslog(folder, template);
          SourceHarness harness = reading("app.log").start()) {
        rsyslog.send(List.of("it is \u00e4 message"));
        Event event = harness.awaitEvents(1, PATIENCE).getFirst();
        // In the form of RFC 5424 rsyslog keeps the space between tag and message of the old form.
        assertThat(line(event).body().toString().strip())
            .as(template)
            .isEqualTo("it is \u00e4 message");
        assertThat(event.attributes().get("syslog.appname")).as(template).isEqualTo("torture");
        assertThat(event.attributes().get("log.parse.failed")).as(template).isNull();
        assertThat(event.timeNanos() / 1_000_000_000L)
            .as(template)
            .isBetween(before.getEpochSecond() - 1, Instant.now().getEpochSecond() + 1);
      }
      Files.deleteIfExists(folder.resolve("socket"));
    }
  }
}
