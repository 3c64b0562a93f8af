package monitor.itest.variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import monitor.itest.Await;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Target;

/**
 * The platform is killed by the kernel as it enters its Nth system call of a kind on a file of the
 * journal, some times in a row: while it opens the journal or later, under load. Needs strace and a
 * distribution in which {@link #install} was called.
 */
final class CrashPoints implements Fault {
  private static final List<String> CALLS =
      List.of("pwrite64", "fdatasync", "fsync", "rename", "unlink");

  /** Most calls of one kind that are let pass; of those that are rare, fewer. */
  private static final int MOST = 40;

  private static final int MOST_RARE = 6;

  /** Segments that one run of the platform may begin. */
  private static final int SEGMENTS = 60;

  /** Until the start has come so far, and for as many calls under load as may be let pass. */
  private static final Duration REACHED = Duration.ofSeconds(45);

  private final Path distribution;
  private final int inARow;
  private int struck;

  CrashPoints(Path distribution, int inARow) {
    this.distribution = distribution;
    this.inARow = inARow;
  }

  /** Puts a Java into a distribution that is traced at its next start if there is a point. */
  static void install(Path distribution) throws IOException {
    Path java = distribution.resolve("java");
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Path script = java.resolve("bin/java");
    Files.writeString(
        script,
        """
        #!/bin/sh
        next=${0%%/*}/next
        [ ! -e "$next" ] || { mv "$next" "$next.taken" && set -- $(cat "$next.taken") '%1$s' "$@" && exec strace "$@"; }
        exec '%1$s' "$@"
        """
            .formatted(Path.of(System.getProperty("java.home"), "bin", "java")));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** How many calls the platform has died of. */
  int struck() {
    return struck;
  }

  @Override
  public String name() {
    return "CRASH_POINTS";
  }

  @Override
  public void strike(Target target, Random random) throws Exception {
    // A database that the platform starts while it is traced would be traced as long as it runs.
    for (int i = 0; i < inARow && target.postmaster().isPresent(); i++) {
      kill(target);
      String call = CALLS.get(random.nextInt(CALLS.size()));
      int most = List.of("rename", "unlink").contains(call) ? MOST_RARE : MOST;
      point(call + ":signal=KILL:when=" + (1 + random.nextInt(most)), target.data());
      target.start();
      Await.until("a process", REACHED, target::platform, process -> process.isPresent());
      ProcessHandle platform = target.platform().orElseThrow();
      struck += diesBySelf(platform) ? 1 : 0;
    }
    kill(target);
    target.start();
  }

  private static boolean diesBySelf(ProcessHandle platform) throws Exception {
    try {
      Await.until("its end", REACHED, platform::isAlive, alive -> !alive);
      return true;
    } catch (AssertionError e) {
      // The call did not come so often; it is killed like this.
      return false;
    }
  }

  private static void kill(Target target) {
    Target.kill(Stream.concat(target.supervisor().stream(), target.platform().stream()).toList());
  }

  private void point(String injected, Path data) throws IOException {
    String call = injected.substring(0, injected.indexOf(':'));
    String paths =
        paths(data.resolve("journal")).map(path -> " -P " + path).collect(Collectors.joining());
    Files.writeString(
        distribution.resolve("java/bin/next"),
        "-D -f -qq -o /dev/null -e trace=%s -e inject=%s%s".formatted(call, injected, paths));
  }

  /** Folders, cursors, and the segments that there are or may be begun. */
  private static Stream<Path> paths(Path journal) throws IOException {
    Path cursors = journal.resolve("cursors");
    Path cursor = cursors.resolve("sink.postgres.cursor");
    Stream<Path> few =
        Stream.of(journal, cursors, cursor, cursor.resolveSibling(cursor.getFileName() + ".tmp"));
    return Stream.concat(few, Stream.of("kept", "ring").flatMap(lane -> segments(journal, lane)));
  }

  private static Stream<Path> segments(Path journal, String lane) {
    int first = 1;
    String[] names =
        journal.toFile().list((folder, name) -> name.matches(lane + "-\\d+\\.segment"));
    for (String name : names == null ? new String[0] : names) {
      int number = Integer.parseInt(name.replaceAll("\\D", ""));
      first = first == 1 ? number : Math.min(first, number);
    }
    return IntStream.range(first, first + SEGMENTS)
        .mapToObj("%s-%%016d.segment".formatted(lane)::formatted)
        .flatMap(name -> Stream.of(name, name + ".tmp"))
        .map(journal::resolve);
  }
}
