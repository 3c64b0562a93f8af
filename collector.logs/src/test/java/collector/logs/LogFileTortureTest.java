package collector.logs;

import static collector.logs.LogFolder.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random rotations, restarts and crashes. A sequence does what writers do, and destroys nothing
 * that was not read before; then every line must have been emitted exactly once, and those of one
 * writer in order.
 */
class LogFileTortureTest {
  private static final int SEQUENCES = Integer.getInteger("torture.sequences", 12);
  private static final int STEPS = 60;
  private static final int WRITERS = 3;

  @TempDir private Path folder;

  @Test
  void emitsEveryLineExactlyOnceWhenRotatedNamesAreNotWanted() throws Exception {
    torture("*.log");
  }

  @Test
  void emitsEveryLineExactlyOnceWhenRotatedNamesAreWantedToo() throws Exception {
    torture("*.log*");
  }

  private void torture(String pattern) throws Exception {
    long seed = Long.getLong("torture.seed", System.nanoTime());
    for (int i = 0; i < SEQUENCES; i++) {
      Path own = Files.createDirectory(folder.resolve("sequence" + i));
      try (Sequence sequence = new Sequence(own, pattern, seed + i)) {
        sequence.run();
      }
    }
  }

  private static final class Sequence implements AutoCloseable {
    private final LogFolder logs;
    private final SourceHarness harness;
    private final Random random;
    private final String description;
    private final List<String> written = new ArrayList<>();
    private final Map<Integer, String> unfinished = new HashMap<>();
    private final Map<Integer, String> firstLines = new HashMap<>();
    private final List<String> done = new ArrayList<>();
    private final boolean findsRotated;
    private int number;

    Sequence(Path folder, String pattern, long seed) {
      logs = new LogFolder(folder);
      random = new Random(seed);
      findsRotated = pattern.endsWith("log*");
      description = "%s with -Dtorture.seed=%d".formatted(pattern, seed);
      harness = logs.settings(pattern).maxOpenFiles(2).harness().buffering(40);
    }

    void run() throws Exception {
      harness.start();
      for (int step = 0; step < STEPS; step++) {
        step(random.nextInt(12), random.nextInt(WRITERS));
      }
      for (int writer = 0; writer < WRITERS; writer++) {
        finishLine(writer);
      }
      settle();
      assertThat(LogFolder.lines(harness))
          .as(this::story)
          .containsExactlyInAnyOrderElementsOf(written);
      if (!findsRotated) {
        assertOrder();
      }
    }

    /** Between files that were all new at one look the order is not promised. */
    private void assertOrder() {
      for (int writer = 0; writer < WRITERS; writer++) {
        String mine = writer + "-";
        assertThat(LogFolder.lines(harness).stream().filter(line -> line.startsWith(mine)))
            .as(this::story)
            .containsExactlyElementsOf(
                written.stream().filter(line -> line.startsWith(mine)).toList());
      }
    }

    private String story() {
      return description + ": " + done;
    }

    private void step(int operation, int writer) throws Exception {
      done.add(operation + "/" + writer);
      switch (operation) {
        case 0, 1, 2 -> append(writer, 1 + random.nextInt(60));
        case 3 -> begin(writer);
        case 4, 5 -> rotate(writer);
        case 6 -> copyAndTruncate(writer);
        case 7 -> replace(writer);
        case 8 -> restart();
        case 9 -> kill();
        case 10 -> harness.drain();
        default -> settle();
      }
    }

    private static String name(int writer) {
      return "w" + writer + ".log";
    }

    /** A file gets its new name no sooner than it was found, if it is not found under that too. */
    private void awaitSeen(int writer) throws Exception {
      String first = firstLines.get(writer);
      if (!findsRotated && first != null) {
        await(() -> LogFolder.lines(harness).contains(first), first);
      }
    }

    private String next(int writer) {
      String line = "%d-%d%s".formatted(writer, number++, "x".repeat(random.nextInt(200)));
      written.add(line);
      firstLines.putIfAbsent(writer, line);
      return line;
    }

    private void append(int writer, int lines) throws IOException {
      finishLine(writer);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < lines; i++) {
        text.append(next(writer)).append(random.nextBoolean() ? "\n" : "\r\n");
      }
      logs.append(name(writer), text.toString());
    }

    /** Writes the first part of a line. */
    private void begin(int writer) throws IOException {
      finishLine(writer);
      String line = next(writer);
      logs.append(name(writer), line.substring(0, 3));
      unfinished.put(writer, line.substring(3));
    }

    private void finishLine(int writer) throws IOException {
      String rest = unfinished.remove(writer);
      if (rest != null) {
        logs.append(name(writer), rest + "\n");
      }
    }

    /** Renames to .1, that to .2; what would be .3 is deleted, so it must have been read. */
    private void rotate(int writer) throws Exception {
      finishLine(writer);
      if (Files.notExists(logs.path(name(writer)))) {
        return;
      }
      awaitSeen(writer);
      boolean seen = findsRotated || firstLines.containsKey(writer);
      if (Files.exists(logs.path(name(writer) + ".2"))) {
        settle();
        logs.delete(name(writer) + ".2");
      }
      if (Files.exists(logs.path(name(writer) + ".1"))) {
        logs.rename(name(writer) + ".1", name(writer) + ".2");
      }
      logs.rename(name(writer), name(writer) + ".1");
      firstLines.remove(writer);
      if (random.nextBoolean() && seen) {
        logs.append(name(writer) + ".1", next(writer) + "\n");
        firstLines.remove(writer);
      }
      if (random.nextBoolean()) {
        append(writer, 3);
      }
    }

    private void copyAndTruncate(int writer) throws Exception {
      finishLine(writer);
      if (Files.exists(logs.path(name(writer)))) {
        settle();
        logs.truncate(name(writer));
        firstLines.remove(writer);
        append(writer, random.nextInt(20));
      }
    }

    /** Deletes and makes it anew, mostly with the same inode. */
    private void replace(int writer) throws Exception {
      finishLine(writer);
      if (Files.exists(logs.path(name(writer)))) {
        settle();
        logs.delete(name(writer));
        firstLines.remove(writer);
        append(writer, random.nextInt(20));
      }
    }

    private void restart() throws Exception {
      harness.stop(PATIENCE);
      harness.start();
    }

    private void kill() throws Exception {
      harness.kill();
      harness.start();
    }

    /** Waits until all complete lines are durable. */
    private void settle() throws Exception {
      int complete = written.size() - unfinished.size();
      await(() -> harness.recorded().events().size() >= complete, complete + " lines");
    }

    private void await(BooleanSupplier condition, String what) throws Exception {
      harness.await(
          () -> {
            harness.drain();
            return condition.getAsBoolean();
          },
          PATIENCE,
          "%s; %s".formatted(what, story()));
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }
}
