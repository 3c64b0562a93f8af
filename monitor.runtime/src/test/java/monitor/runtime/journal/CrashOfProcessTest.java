package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import monitor.runtime.Rounds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process on a real disk that is killed, or gets an error, at the Nth call of the system:
 * what it said was acknowledged must be there afterwards, once.
 */
@ExtendWith(Quiet.class)
class CrashOfProcessTest {
  private static final List<String> CALLS =
      List.of("pwrite64", "fdatasync", "rename", "fsync", "unlink");
  private static final int STARTS = 3;

  @TempDir Path folder;

  @BeforeEach
  void needsStrace() throws Exception {
    boolean works;
    try {
      works = new ProcessBuilder("strace", "-qq", "true").start().waitFor() == 0;
    } catch (IOException e) {
      works = false;
    }
    assumeTrue(works, "not run: strace is not installed or may not trace");
  }

  @Test
  @Tag("T3")
  void losesNothingWhenKilledAtSomeCalls() {
    Rounds.box(4, Duration.ofSeconds(30)).run(seed -> check(seed, "signal=KILL"));
  }

  @Test
  @Tag("T3")
  @Tag("full")
  void losesNothingWhenKilledAtManyCalls() {
    Rounds.exactly(60).run(seed -> check(seed, "signal=KILL"));
  }

  @Test
  @Tag("T3")
  @Tag("soak")
  void losesNothingWhenKilledAtAnyCall() {
    Rounds.soak(1_000).run(seed -> check(seed, "signal=KILL"));
  }

  @Test
  @Tag("T4")
  void losesNothingWhenSomeCallsFail() {
    Rounds.box(3, Duration.ofSeconds(20)).run(CrashOfProcessTest.this::checkErrors);
  }

  @Test
  @Tag("T4")
  @Tag("soak")
  void losesNothingWhenAnyCallFails() {
    Rounds.soak(400).run(CrashOfProcessTest.this::checkErrors);
  }

  private void checkErrors(long seed) throws Exception {
    List<String> errors = List.of("error=EIO", "error=ENOSPC", "error=EROFS");
    check(seed, errors.get((int) Math.floorMod(seed, errors.size())));
  }

  /** The process is started again and again on the same folder, each time with another fault. */
  private void check(long seed, String fault) throws Exception {
    Random random = new Random(seed);
    Path journal = folder.resolve("journal-" + seed);
    Set<String> acknowledged = new HashSet<>();
    StringBuilder what = new StringBuilder();
    for (int start = 0; start < STARTS; start++) {
      String call = CALLS.get(random.nextInt(CALLS.size()));
      boolean seldom = call.equals("rename") || call.equals("unlink");
      String injected = call + ":" + fault + ":when=" + (1 + random.nextInt(seldom ? 10 : 40));
      what.append(' ').append(injected);
      acknowledged.addAll(run(journal, injected));
    }
    checkJournal(journal, acknowledged, "faults" + what);
    delete(journal);
  }

  private List<String> run(Path journal, String injected) throws Exception {
    Path output = folder.resolve("output");
    List<String> command =
        List.of(
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=" + String.join(",", CALLS),
            "-e",
            "inject=" + injected,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            JournalChild.class.getName(),
            journal.toString(),
            "30");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended: " + injected).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    return text.lines().filter(line -> line.matches("stream-\\d \\d+")).toList();
  }

  /** What was acknowledged is there once, in order; next numbers and positions follow from it. */
  private static void checkJournal(Path folder, Set<String> acknowledged, String what)
      throws IOException {
    try (Journal journal = Journal.open(JournalChild.settings(folder))) {
      List<String> found = new ArrayList<>();
      Map<String, Long> next = new HashMap<>();
      for (Lane lane : Lane.values()) {
        for (Entry entry : Appends.all(journal, lane)) {
          String name = entry.stream() + " " + entry.firstSequence();
          assertThat(Appends.body(entry)).as(what).startsWith(name + " ");
          Long before = next.put(entry.stream(), entry.nextSequence());
          assertThat(before).as("order after " + what).isIn(null, entry.firstSequence());
          found.add(name);
        }
      }
      assertThat(found).as(what).doesNotHaveDuplicates();
      assertThat(found).as(what).containsAll(left(acknowledged, found, journal));
      next.forEach((stream, number) -> {
        StreamState state = journal.streams().get(stream);
        assertThat(state.nextSequence()).as("next after " + what).isEqualTo(number);
        assertThat(state.positions().get("file").value())
            .as("position after " + what)
            .isEqualTo("at " + number);
      });
      for (String stream : List.of("stream-1", "stream-2")) {
        assertThat(JournalChild.released(journal, stream))
            .as("cursor after " + what)
            .isLessThanOrEqualTo(next.getOrDefault(stream, 0L));
      }
    }
  }

  /** What was released is not needed any more, and the ring lane gives way on a full disk. */
  private static List<String> left(Set<String> acknowledged, List<String> found, Journal journal) {
    long ring =
        found.stream()
            .filter(line -> stream(line).equals("stream-0"))
            .mapToLong(CrashOfProcessTest::number)
            .min()
            .orElse(0);
    return acknowledged.stream()
        .filter(line ->
            number(line)
                >= (stream(line).equals("stream-0")
                    ? ring
                    : JournalChild.released(journal, stream(line))))
        .toList();
  }

  private static String stream(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(line.indexOf(' ') + 1));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
