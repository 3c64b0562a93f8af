package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Kills and stops the platform under load; an outside writer knows what may not be lost. */
class CrashIT {
  private static final int KILLS = 2;
  private static final Duration DRAIN = Duration.ofSeconds(90);

  /** 500 ms plus the shutdown of the database, which a loaded machine stretches. */
  private static final Duration STOP = Duration.ofSeconds(10);

  private static final String STORED = "select count(*) from logs_v1 where body like 'line-%'";
  private static final String LINES =
      "select substring(body from 'line-[0-9]{8}') from logs_v1 where body like 'line-%'";

  @Test
  void storesEveryNotedLineOnceOverKillsAndAStop() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path folder = Surroundings.emptyFolder("crash");
    try (Platform platform = Platform.start(folder, Configurations.standard(folder));
        LineWriter writer =
            new LineWriter(platform.watched("load.log"), folder.resolve("noted.txt"))) {
      platform.awaitReady();
      for (int round = 0; round < KILLS; round++) {
        awaitLoad(platform, writer, 200 + random.nextInt(2_000), seed);
        platform.kill();
        platform.restart();
        platform.awaitReady();
      }
      awaitLoad(platform, writer, 200, seed);
      assertThat(platform.terminate()).isLessThan(STOP);
      assertThat(platform.exitValue()).isIn(0, 143);
      platform.restart();
      platform.awaitReady();
      writer.close();
      compare(platform, writer.noted(), seed);
    }
  }

  /** Load is passing: so many lines more were noted, and more of them are stored. */
  private static void awaitLoad(Platform platform, LineWriter writer, int lines, long seed)
      throws Exception {
    int noted = writer.count();
    long stored = stored(platform);
    Await.until("noted, seed " + seed, DRAIN, writer::count, now -> now >= noted + lines);
    Await.until("stored, seed " + seed, DRAIN, () -> stored(platform), now -> now > stored);
  }

  private static long stored(Platform platform) throws Exception {
    return Long.parseLong(Database.query(platform.data(), STORED).getFirst());
  }

  private static void compare(Platform platform, List<String> noted, long seed) throws Exception {
    Await.until("all, seed " + seed, DRAIN, () -> stored(platform), n -> n >= noted.size());
    List<String> stored = Database.query(platform.data(), LINES);
    assertThat(stored).as("each once, seed %d", seed).doesNotHaveDuplicates();
    assertThat(stored).as("none missing, seed %d", seed).containsAll(noted);
    assertThat(stored.size() - noted.size()).as("written, not yet noted").isBetween(0, 1);
  }
}
