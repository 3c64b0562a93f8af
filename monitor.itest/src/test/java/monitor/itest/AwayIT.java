package monitor.itest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL hangs while 10,000 lines a second come in, with the smallest heap that the README
 * names: memory stays flat, and what has gathered is stored as soon as the database is back, while
 * lines go on coming in and other streams are stored beside.
 */
@Tag("T11")
class AwayIT {
  private static final int PER_SECOND = 10_000;
  private static final String LINES = "away";
  private static final String SMALL_HEAP = "MONITOR_JAVA_OPTS=-Xmx64m";

  /** One batch that is being made, and one that a sink is looking at. */
  private static final long HEAP_TOLERANCE_KIB = 4 << 10;

  /** The heap itself grows towards its limit as the collector likes. */
  private static final long RESIDENT_TOLERANCE_KIB = 16 << 10;

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private static final String SAMPLES =
      "select count(*) from samples_v1 where name = 'system.cpu.utilization'";

  @Test
  void staysSmallAndCatchesUp() throws Exception {
    run("away", Duration.ofSeconds(36));
  }

  @Test
  @Tag("full")
  void staysSmallAndCatchesUpAfterThreeMinutes() throws Exception {
    run("away-3", Duration.ofMinutes(3));
  }

  @Test
  @Tag("soak")
  void staysSmallAndCatchesUpAfterHours() throws Exception {
    String minutes = Optional.ofNullable(System.getProperty("tests.minutes")).orElse("");
    run("away-long", Duration.ofMinutes(minutes.isEmpty() ? 120 : Integer.parseInt(minutes)));
  }

  private static void run(String name, Duration away) throws Exception {
    Path folder = Surroundings.emptyFolder(name);
    String configuration =
        "[runtime]\njournal.max-size = \"16GiB\"\n\n" + Configurations.standard(folder);
    try (Platform platform = Platform.start(folder, configuration, "env", SMALL_HEAP)) {
      platform.awaitReady();
      try (PacedWriter writer = new PacedWriter(platform.watched("a.log"), LINES, PER_SECOND)) {
        writer.awaitMore(2L * PER_SECOND);
        HeapWatch memory = whileAway(platform, writer, away);
        long fresh = samples(platform);
        Await.until("another stream", WITHIN, () -> samples(platform), now -> now > fresh);
        writer.awaitMore(PER_SECOND);
        writer.close();
        StoredLines.awaitComplete(
            platform.data(), LINES, writer.durable(), WITHIN.plus(away.dividedBy(2)));
        memory.assertFlat(HEAP_TOLERANCE_KIB, RESIDENT_TOLERANCE_KIB);
      }
    }
  }

  private static HeapWatch whileAway(Platform platform, PacedWriter writer, Duration away)
      throws Exception {
    HeapWatch memory = new HeapWatch(platform.pid());
    try (FrozenDatabase frozen = FrozenDatabase.freeze(platform.data())) {
      long begun = writer.durable();
      long end = System.nanoTime() + away.toNanos();
      while (System.nanoTime() - end < 0) {
        memory.look();
        LockSupport.parkNanos(LOOK.toNanos());
      }
      writer.awaitMore(Math.max(0, begun + away.toSeconds() * PER_SECOND - writer.durable()));
    }
    System.out.println("Heap and process while the database was away: " + memory);
    return memory;
  }

  private static long samples(Platform platform) throws Exception {
    return Long.parseLong(Database.query(platform.data(), SAMPLES).getFirst());
  }
}
