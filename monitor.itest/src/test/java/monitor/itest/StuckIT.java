package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * A best-effort sink that never comes back, and an essential one that refuses one stream, beside
 * storage: nothing else waits for either.
 */
class StuckIT {
  private static final int PER_SECOND = 4_000;
  private static final String FREE = "collector.logs~free/log";
  private static final String STUCK = "collector.logs~stuck/log";
  private static final Duration WITHIN = Duration.ofSeconds(60);

  /** More than the journal holds of these lines. */
  private static final long MANY = 120_000;

  private Path folder;
  private Path data;

  @Test
  void oneStuckSinkAndOneStuckStreamHoldNothingElseUp() throws Exception {
    folder = Surroundings.emptyFolder("stuck");
    data = folder.resolve("data");
    Files.createDirectories(data.resolve("plugins"));
    Files.copy(PluginProject.forTests("stuck-plugin").build(), data.resolve("plugins/stuck.jar"));
    String options =
        "MONITOR_JAVA_OPTS=-Dstuck.stream=%s -Dstuck.release=%s -Dstuck.accepted=%s"
            .formatted(STUCK, folder.resolve("release"), accepted());
    try (Platform platform = Platform.start(folder, configuration(), "env", options)) {
      Api api = platform.setUp();
      try (PacedWriter free = new PacedWriter(platform.watched("free.log"), "free", PER_SECOND);
          PacedWriter stuck = new PacedWriter(platform.watched("stuck.log"), "stuck", 200)) {
        awaitNotHeldUp(free, stuck);
        release(stuck);
        awaitMoreThanTheJournalHolds(free);
        assertThat(delivered(api, "stuck.plugin.StuckSink")).as("it is stuck").isZero();
        free.close();
        stuck.close();
        StoredLines.awaitComplete(data, "free", free.durable(), WITHIN);
        StoredLines.awaitComplete(data, "stuck", stuck.durable(), WITHIN);
      }
    }
  }

  private String configuration() {
    return """
    [runtime]
    journal.max-size = "8MiB"

    [[collector.logs]]
    name = "free"
    paths = ["%1$s/watched/free.log"]

    [[collector.logs]]
    name = "stuck"
    paths = ["%1$s/watched/stuck.log"]
    """
        .formatted(folder);
  }

  private Path accepted() {
    return folder.resolve("accepted");
  }

  /** One sink never answers and the other refuses a stream: all the rest goes on. */
  private void awaitNotHeldUp(PacedWriter free, PacedWriter stuck) throws Exception {
    free.awaitMore(2 * PER_SECOND);
    long fresh = free.durable();
    long freshStuck = stuck.durable();
    Await.until("stored", WITHIN, () -> StoredLines.next(data, "free"), n -> n > fresh);
    Await.until("stored", WITHIN, () -> StoredLines.next(data, "stuck"), n -> n > freshStuck);
    Await.until("other streams of the sink", WITHIN, this::next, next -> at(next, FREE) > fresh);
    assertThat(next()).as("the stuck stream").doesNotContainKey(STUCK);
  }

  /** What the stream has gathered comes, whole and in order. */
  private void release(PacedWriter stuck) throws Exception {
    long gathered = stuck.durable();
    Files.createFile(folder.resolve("release"));
    Await.until("the stuck stream", WITHIN, this::next, next -> at(next, STUCK) > gathered);
  }

  private void awaitMoreThanTheJournalHolds(PacedWriter free) throws Exception {
    free.awaitMore(MANY - free.durable());
    long fresh = free.durable();
    Await.until("stored", WITHIN, () -> StoredLines.next(data, "free"), n -> n > fresh);
    Await.until("the essential sink", WITHIN, this::next, next -> at(next, FREE) > fresh);
  }

  private static long at(Map<String, Long> next, String stream) {
    return next.getOrDefault(stream, 0L);
  }

  /** Next number of each stream that the picky sink accepted; fails for a hole or a repetition. */
  private Map<String, Long> next() throws Exception {
    Map<String, Long> next = new HashMap<>();
    List<String> lines = Files.exists(accepted()) ? Files.readAllLines(accepted()) : List.of();
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[0].startsWith("collector.logs")) {
        assertThat(Long.parseLong(words[1])).as(line).isEqualTo(at(next, words[0]));
        next.put(words[0], Long.parseLong(words[2]));
      }
    }
    return next;
  }

  private static long delivered(Api api, String sink) throws Exception {
    return StreamSupport.stream(api.get("pipeline").path("routes").spliterator(), false)
        .filter(route -> route.path("sink").asText().equals(sink))
        .mapToLong(route -> route.path("balance").path("delivered").asLong())
        .sum();
  }
}
