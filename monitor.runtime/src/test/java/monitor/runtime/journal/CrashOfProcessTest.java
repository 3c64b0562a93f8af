package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process on a real disk that is killed, or gets an error, at the Nth call of the system:
 * what it said was acknowledged must be there afterwards, once.
 */
@Tag("full")
@ExtendWith(Quiet.class)
class CrashOfProcessTest {
  private static final List<String> CALLS = List.of("pwrite64", "fdatasync", "rename", "fsync");
  private static final int POINTS = Integer.getInteger("journal.crash-points", 60);

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
  void losesNothingWhenKilledAtAnyCall() throws Exception {
    checkPoints("signal=KILL");
  }

  @Test
  void losesNothingWhenAnyCallFails() throws Exception {
    checkPoints("error=EIO");
  }

  private void checkPoints(String fault) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < POINTS; i++) {
      Path journal = folder.resolve("journal-" + i);
      Set<String> acknowledged = new HashSet<>();
      String what = "";
      for (int start = 0; start < 3; start++) {
        String call = CALLS.get(random.nextInt(CALLS.size()));
        int when = 1 + random.nextInt(call.equals("rename") ? 10 : 40);
        String injected = call + ":" + fault + ":when=" + when;
        what += " " + injected;
        acknowledged.addAll(run(journal, injected));
      }
      check(journal, acknowledged, "seed " + seed + ", point " + i + ":" + what);
      delete(journal);
    }
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

  private static void check(Path folder, Set<String> acknowledged, String what) throws IOException {
    try (Journal journal = Journal.open(JournalChild.settings(folder))) {
      List<String> found = new ArrayList<>();
      for (Lane lane : Lane.values()) {
        for (Entry entry : Appends.all(journal, lane)) {
          String name = entry.stream() + " " + entry.firstSequence();
          assertThat(Appends.body(entry)).as(what).startsWith(name + " ");
          found.add(name);
        }
      }
      assertThat(found).as(what).containsAll(acknowledged).doesNotHaveDuplicates();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
