package collector.logs;

import static collector.logs.LogFolder.line;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Severity;
import monitor.api.source.Position;
import monitor.api.status.Status;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T15: on a real systemd-journald. */
class JournalSourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private PrivateJournal journal;

  @BeforeEach
  void open() throws Exception {
    journal = new PrivateJournal(folder);
  }

  @AfterEach
  void close() throws Exception {
    if (journal != null) {
      journal.close();
    }
  }

  private SourceHarness harness() {
    return SourceHarness.of(new JournalSource(journal.settings("--identifier=test")));
  }

  private static List<String> lines(SourceHarness harness) {
    return LogFolder.lines(harness);
  }

  private static void await(SourceHarness harness, String body) throws Exception {
    harness.await(() -> lines(harness).contains(body), PATIENCE, body);
  }

  @Test
  void readsEntriesWithTheirFieldsAsTheyAreWritten() throws Exception {
    try (SourceHarness harness = harness().start()) {
      journal.write("one");
      await(harness, "one");
      journal.write(
          "MESSAGE=a\1\u00ffb\nSYSLOG_IDENTIFIER=test\nPRIORITY=3\nFOO=bar\n".getBytes(ISO_8859_1));
      Event binary = harness.awaitEvents(2, PATIENCE).get(1);
      assertThat(line(binary).body().toByteArray()).isEqualTo("a\1\u00ffb".getBytes(ISO_8859_1));
      assertThat(line(binary).severity()).isEqualTo(Severity.ERROR);
      assertThat(binary.attributes().get("syslog.identifier")).isEqualTo("test");
      assertThat(binary.attributes().get("journal.foo")).isEqualTo("bar");
      assertThat(harness.recorded().status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void leavesOutWhatItIsNotAskedFor() throws Exception {
    SourceHarness harness =
        SourceHarness.of(
            new JournalSource(journal.settings("--identifier=test", "--priority=err")));
    try (harness) {
      harness.start();
      journal.write("only a warning");
      journal.write(
          "MESSAGE=wrong name\nSYSLOG_IDENTIFIER=other\nPRIORITY=2\n".getBytes(ISO_8859_1));
      journal.write("MESSAGE=right\nSYSLOG_IDENTIFIER=test\nPRIORITY=3\n".getBytes(ISO_8859_1));
      await(harness, "right");
      assertThat(lines(harness)).containsExactly("right");
    }
  }

  @Test
  void readsTheUnitsThatItIsAskedFor() throws Exception {
    SourceHarness harness =
        SourceHarness.of(new JournalSource(journal.settings("--unit=wanted.service")));
    try (harness) {
      harness.start();
      for (String unit : List.of("other", "wanted")) {
        // Whoever runs as root may say of which unit an entry tells.
        journal.write(
            "MESSAGE=of %1$s\nOBJECT_SYSTEMD_UNIT=%1$s.service\nPRIORITY=6\n"
                .formatted(unit)
                .getBytes(ISO_8859_1));
      }
      await(harness, "of wanted");
      assertThat(lines(harness)).containsExactly("of wanted");
    }
  }

  @Test
  void cutsAMessageOf64MegabytesAndGoesOn() throws Exception {
    byte[] large = new byte[64 << 20];
    java.util.Arrays.fill(large, (byte) 'x');
    byte[] begin = "SYSLOG_IDENTIFIER=test\nMESSAGE=".getBytes(ISO_8859_1);
    System.arraycopy(begin, 0, large, 0, begin.length);
    large[large.length - 1] = '\n';
    try (SourceHarness harness = harness().start()) {
      journal.write(large);
      journal.write("after");
      await(harness, "after");
      Event cut = harness.recorded().events().getFirst();
      assertThat(line(cut).body().length()).isEqualTo(1024);
      assertThat(line(cut).cut()).isTrue();
      assertThat(lines(harness)).hasSize(2);
    }
  }

  @Test
  void goesOnWhereItStoppedOrWasKilledAlsoOverARotation() throws Exception {
    try (SourceHarness harness = harness().start()) {
      journal.write("1");
      await(harness, "1");
      harness.stop(PATIENCE);
      journal.write("2");
      journal.rotate();
      journal.write("3");
      harness.start();
      await(harness, "3");
      harness.kill();
      journal.write("4");
      harness.start();
      await(harness, "4");
      assertThat(lines(harness)).containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void tellsWhatWasVacuumedBeforeItWasRead() throws Exception {
    try (SourceHarness harness = harness().start()) {
      journal.write("1");
      await(harness, "1");
      harness.stop(PATIENCE);
      journal.write("lost");
      journal.vacuum();
      journal.write("3");
      harness.start();
      await(harness, "3");
      assertThat(lines(harness)).doesNotHaveDuplicates().containsSubsequence("1", "3");
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .contains("removed before they were read");
    }
  }

  @Test
  void goesOnFromACursorBehindTheEnd() throws Exception {
    journal.write("1");
    try (SourceHarness harness = harness().start()) {
      await(harness, "1");
      harness.stop(PATIENCE);
      Position position = harness.positions(Kind.LOG).values().iterator().next();
      String future =
          position
              .value()
              .replaceFirst("i=[0-9a-f]+", "i=ffffff")
              .replaceFirst("t=[0-9a-f]+", "t=7ffffffffffff");
      harness.positioned(Kind.LOG, new Position(position.key(), position.format(), future));
      harness.start();
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .contains("ends before the entry that was read last");
      journal.write("2");
      await(harness, "2");
      assertThat(lines(harness)).containsExactly("1", "2");
    }
  }

  @Test
  void startsTheChildAgainWhenItIsKilled() throws Exception {
    try (SourceHarness harness = harness().start()) {
      journal.write("1");
      await(harness, "1");
      ProcessHandle.current()
          .children()
          .filter(child -> child.info().command().orElse("").endsWith("journalctl"))
          .forEach(ProcessHandle::destroyForcibly);
      journal.write("2");
      await(harness, "2");
      harness.awaitStatus(Status.Level.OK, PATIENCE);
      assertThat(lines(harness)).containsExactly("1", "2");
    }
  }

  @Test
  void readsOnThroughRotationsAndDamage() throws Exception {
    torture(2);
  }

  @Test
  @Tag("full")
  void readsOnThroughManyRotationsAndMuchDamage() throws Exception {
    torture(10);
  }

  @Test
  @Tag("soak")
  void readsOnThroughRotationsAndDamageForLong() throws Exception {
    torture(200);
  }

  private void torture(int rounds) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> written = new ArrayList<>();
    try (SourceHarness harness = harness().start()) {
      for (int round = 0; round < rounds; round++) {
        for (int i = random.nextInt(4); i >= 0; i--) {
          String body = "line-" + written.size();
          journal.write(body);
          written.add(body);
        }
        await(harness, written.getLast());
        step(harness, random.nextInt(5), random);
      }
      journal.write("end");
      written.add("end");
      await(harness, "end");
      assertThat(lines(harness)).as("repeat it with --seed %d", seed).isEqualTo(written);
    }
  }

  /** Nothing that was not read before is destroyed. */
  private void step(SourceHarness harness, int operation, Random random) throws Exception {
    switch (operation) {
      case 0 -> journal.rotate();
      case 1 -> journal.vacuum();
      case 2 -> {
        harness.stop(PATIENCE);
        harness.start();
      }
      case 3 -> {
        harness.kill();
        harness.awaitEnd(PATIENCE);
        harness.start();
      }
      default -> {
        journal.rotate();
        damage(journal.archived().getFirst(), random);
      }
    }
  }

  private static void damage(Path file, Random random) throws Exception {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      byte[] noise = new byte[512];
      for (int i = 0; i < 8; i++) {
        random.nextBytes(noise);
        channel.write(ByteBuffer.wrap(noise), (long) (random.nextDouble() * channel.size()));
      }
    }
  }
}
