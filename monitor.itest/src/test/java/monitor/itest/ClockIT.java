package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The wall clock of platform and database jumps under load, once also while the database does not
 * answer: no line is lost or doubled, nothing stalls, no timer runs wild, and the time of an event
 * stays beside the time at which it was received.
 */
@Tag("T16")
class ClockIT {
  private static final int PER_SECOND = 10_000;

  /** More than storage makes ready ahead; the rest waits in the journal. */
  private static final int GATHERED = 15 * PER_SECOND;

  private static final String LINES = "clock";
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final List<Long> SECONDS =
      Stream.of(
              Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(400))
          .map(Duration::toSeconds)
          .toList();

  /** The library looks for a new offset once a second. */
  private static final Duration SLACK = Duration.ofSeconds(90);

  private static final String TICKS =
      "select count(*) from samples_v1 where name = 'system.cpu.utilization' and attributes = '{}'";

  private static final String TIMES =
      "select count(*) from logs_v1 where body like 'clock-%%' and time between '%s' and '%s'";

  private static final String APART =
      "select count(*) from logs_v1 where body like 'clock-%' and received - time > '300 days'";

  private Platform platform;
  private PacedWriter writer;
  private FakeClock clock;

  @Test
  void goesOnOverJumpsForwardAndBack() throws Exception {
    run("clock", List.of(Duration.ofDays(400), Duration.ofHours(-1)));
  }

  @Test
  @Tag("full")
  void goesOnOverTenJumps() throws Exception {
    String given = System.getProperty("tests.seed", "");
    long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Duration> jumps =
        Stream.generate(() -> (random.nextBoolean() ? 1 : -1) * SECONDS.get(random.nextInt(4)))
            .map(Duration::ofSeconds)
            .limit(9)
            .toList();
    run("clock-10", Stream.concat(Stream.of(Duration.ofDays(400)), jumps.stream()).toList());
  }

  private void run(String name, List<Duration> jumps) throws Exception {
    Path folder = Surroundings.emptyFolder(name);
    clock = new FakeClock(folder.resolve("clock"));
    long begun = System.nanoTime();
    platform = Platform.start(folder, Configurations.standard(folder), clock.before());
    try (Platform closed = platform) {
      platform.awaitReady();
      writer = new PacedWriter(platform.watched("clock.log"), LINES, PER_SECOND);
      try (PacedWriter ended = writer) {
        awaitFresh();
        jumpWhileFrozen(jumps.getFirst());
        for (Duration jump : jumps.subList(1, jumps.size())) {
          jump(jump);
        }
        long most = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 2;
        assertThat(query(TICKS)).as("ticks of one second").isLessThanOrEqualTo(most);
      }
      StoredLines.awaitComplete(platform.data(), LINES, writer.durable(), WITHIN);
      assertThat(Database.query(platform.data(), "select stream from gaps_v1")).isEmpty();
    }
  }

  /** What waits is received under another clock than it was read. */
  private void jumpWhileFrozen(Duration offset) throws Exception {
    try (FrozenDatabase frozen = FrozenDatabase.freeze(platform.data())) {
      writer.awaitMore(GATHERED);
      clock.jump(offset);
      writer.awaitMore(2 * PER_SECOND);
    }
    awaitFresh();
    Await.until("time and time of receipt apart", WITHIN, () -> query(APART), rows -> rows > 0);
  }

  private void jump(Duration offset) throws Exception {
    clock.jump(offset);
    awaitFresh();
  }

  /** New lines are stored under the time that the clock shows, and a timer of a second goes on. */
  private void awaitFresh() throws Exception {
    long fresh = writer.durable();
    long ticks = query(TICKS);
    Await.until(
        "new lines", WITHIN, () -> StoredLines.next(platform.data(), LINES), now -> now > fresh);
    String now = TIMES.formatted(clock.now().minus(SLACK), clock.now().plus(SLACK));
    Await.until("lines of now", WITHIN, () -> query(now), rows -> rows > 0);
    Await.until("ticks", WITHIN, () -> query(TICKS), more -> more > ticks);
  }

  private long query(String sql) throws Exception {
    return Long.parseLong(Database.query(platform.data(), sql).getFirst());
  }
}
