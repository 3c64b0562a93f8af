package collector.logs;

import static collector.logs.LogFolder.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import monitor.api.event.Event;
import monitor.testkit.SourceHarness;

/** One random sequence of writes, rotations, restarts and crashes, and the ledger of its lines. */
final class TortureSequence implements AutoCloseable {
  private static final int STEPS = 60;
  private static final int WRITERS = 3;

  private static final RecordSettings INDENTED =
      new RecordSettings(
          Encoding.UTF_8,
          '\n',
          64 << 10,
          "indent",
          "",
          Duration.ofMillis(50),
          "raw",
          "",
          ZoneOffset.UTC,
          "");

  private final LogFolder logs;
  private final SourceHarness harness;
  private final Random random;
  private final String description;
  private final List<String> written = new ArrayList<>();
  private final Map<Integer, String> unfinished = new HashMap<>();
  private final Map<Integer, String> firstLines = new HashMap<>();
  private final List<String> done = new ArrayList<>();
  private final Set<Integer> compressed = new HashSet<>();
  private final boolean findsRotated;
  private final boolean joined;
  private int number;

  /**
   * @param joined whether indented lines belong to the record before; a third of the lines are, and
   *     rotation cuts records as it comes
   */
  TortureSequence(Path folder, String pattern, boolean joined, long seed) {
    this.joined = joined;
    logs = new LogFolder(folder);
    random = new Random(seed);
    findsRotated = pattern.endsWith("log*");
    description = "%s%s with -Dtests.seed=%d".formatted(pattern, joined ? " joined" : "", seed);
    LogFolder.Settings settings = logs.settings(pattern).maxOpenFiles(2);
    harness = (joined ? settings.records(INDENTED) : settings).harness().buffering(40);
  }

  void run() throws Exception {
    harness.start();
    for (int step = 0; step < STEPS; step++) {
      step(random.nextInt(13), random.nextInt(WRITERS));
    }
    for (int writer = 0; writer < WRITERS; writer++) {
      finishLine(writer);
    }
    settle();
    assertThat(doubled()).as(() -> "doubled or foreign, " + readings() + "; " + story()).isEmpty();
    assertThat(missing()).as(() -> "missing; " + story()).isEmpty();
    if (!findsRotated) {
      assertOrder();
    }
  }

  private List<String> doubled() {
    List<String> doubled = new ArrayList<>(emitted());
    wanted().forEach(doubled::remove);
    return doubled;
  }

  /** The doubled lines with the names under which they were read, and their places. */
  private List<String> readings() {
    List<String> doubled = doubled();
    List<Event> events = harness.recorded().events();
    List<String> readings = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      for (String line : LogFolder.text(events.get(i)).lines().toList()) {
        if (doubled.contains(id(line))) {
          Object name = events.get(i).attributes().get("log.file.name");
          readings.add("%s from %s as number %d".formatted(id(line), name, i));
        }
      }
    }
    return readings;
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>(wanted());
    emitted().forEach(missing::remove);
    return missing;
  }

  private List<String> emitted() {
    return LogFolder.lines(harness).stream()
        .flatMap(String::lines)
        .map(TortureSequence::id)
        .toList();
  }

  private List<String> wanted() {
    return written.stream().map(TortureSequence::id).toList();
  }

  private static String id(String line) {
    return line.replaceFirst("x+$", "").strip();
  }

  /**
   * Between files that were all new at one look the order is not promised, nor for the rest of a
   * file that was compressed before it was read.
   */
  private void assertOrder() {
    for (int writer = 0; writer < WRITERS; writer++) {
      if (compressed.contains(writer)) {
        continue;
      }
      String mine = writer + "-";
      List<String> emitted = emitted().stream().filter(id -> id.startsWith(mine)).toList();
      List<String> wanted = wanted().stream().filter(id -> id.startsWith(mine)).toList();
      int index = 0;
      while (index < wanted.size() && emitted.get(index).equals(wanted.get(index))) {
        index++;
      }
      assertThat(emitted.subList(index, emitted.size()))
          .as(this::story)
          .isEqualTo(wanted.subList(index, wanted.size()));
    }
  }

  private String story() {
    return description + ": " + done;
  }

  private void step(int operation, int writer) throws Exception {
    done.add(
        "%d/%d@%d-%d".formatted(operation, writer, number, harness.recorded().events().size()));
    switch (operation) {
      case 0, 1, 2 -> append(writer, 1 + random.nextInt(60));
      case 3 -> begin(writer);
      case 4, 5 -> rotate(writer);
      case 6 -> copyAndTruncate(writer);
      case 7 -> replace(writer);
      case 8 -> restart();
      case 9 -> kill();
      case 10 -> harness.drain();
      case 11 -> compress(writer);
      default -> settle();
    }
  }

  private static String name(int writer) {
    return "w" + writer + ".log";
  }

  /** A file gets its new name no sooner than it was found, if it is not found under that too. */
  private void awaitSeen(int writer) throws Exception {
    if (!findsRotated) {
      awaitFirst(writer);
    }
  }

  /** A file can be known by its content only when some of it has been read. */
  private void awaitFirst(int writer) throws Exception {
    String first = firstLines.get(writer);
    if (first != null) {
      await(() -> emitted().contains(id(first)), first);
    }
  }

  private String next(int writer) {
    String indent = joined && random.nextInt(3) == 0 ? "  " : "";
    String line = "%s%d-%d%s".formatted(indent, writer, number++, "x".repeat(random.nextInt(200)));
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

  /** What is .1 becomes .2; what would be .3 is deleted, so it must have been read. */
  private void makeRoom(int writer) throws Exception {
    if (exists(writer, ".2") || exists(writer, ".2.gz")) {
      settle();
      Files.deleteIfExists(logs.path(name(writer) + ".2"));
      Files.deleteIfExists(logs.path(name(writer) + ".2.gz"));
    }
    if (exists(writer, ".1")) {
      logs.rename(name(writer) + ".1", name(writer) + ".2");
    }
    if (exists(writer, ".1.gz")) {
      logs.rename(name(writer) + ".1.gz", name(writer) + ".2.gz");
    }
  }

  private boolean exists(int writer, String suffix) {
    return Files.exists(logs.path(name(writer) + suffix));
  }

  private void rotate(int writer) throws Exception {
    finishLine(writer);
    if (!exists(writer, "")) {
      return;
    }
    awaitSeen(writer);
    boolean seen = findsRotated || firstLines.containsKey(writer);
    makeRoom(writer);
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
    if (!exists(writer, "") || Files.size(logs.path(name(writer))) == 0) {
      return;
    }
    awaitFirst(writer);
    makeRoom(writer);
    logs.copy(name(writer), name(writer) + ".1");
    if (random.nextBoolean()) {
      settleFor(writer);
    }
    logs.truncate(name(writer));
    firstLines.remove(writer);
    append(writer, random.nextInt(20));
  }

  private void compress(int writer) throws Exception {
    String rotated = name(writer) + ".1";
    if (findsRotated || !exists(writer, ".1") || unfinished.containsKey(writer)) {
      return;
    }
    logs.compress(rotated, rotated + ".gz");
    compressed.add(writer);
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
    assertThat(harness.awaitEnd(PATIENCE)).as("its end").isTrue();
    harness.start();
  }

  /** Waits until the lines of one writer are durable. */
  private void settleFor(int writer) throws Exception {
    String mine = writer + "-";
    String last = written.stream().filter(line -> id(line).startsWith(mine)).toList().getLast();
    await(() -> emitted().contains(id(last)), last);
  }

  /** Waits until all complete lines are durable. */
  private void settle() throws Exception {
    int complete = written.size() - unfinished.size();
    await(() -> emitted().size() >= complete, complete + " lines");
  }

  private void await(BooleanSupplier condition, String what) throws Exception {
    try {
      harness.await(
          () -> {
            harness.drain();
            return condition.getAsBoolean();
          },
          PATIENCE,
          what);
    } catch (AssertionError e) {
      throw new AssertionError(
          "doubled %s, missing %s; %s".formatted(doubled(), missing(), story()), e);
    }
  }

  @Override
  public void close() throws Exception {
    harness.kill();
    assertThat(harness.awaitEnd(PATIENCE)).as("its end").isTrue();
    harness.close();
  }
}
