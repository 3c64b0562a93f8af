package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of a Java process over time, seen from outside: {@code jcmd} and proc(5). */
final class HeapWatch {
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final int PARTS = 3;

  private final long pid;
  private final List<Look> looks = new ArrayList<>();

  HeapWatch(long pid) {
    this.pid = pid;
  }

  /**
   * One look.
   *
   * @param heapKib live after a full collection
   * @param residentKib of the process
   */
  record Look(long heapKib, long residentKib) {}

  /** Collects garbage and looks. */
  void look() throws IOException, InterruptedException {
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    long heap = 0;
    while (used.find()) {
      heap += Long.parseLong(used.group(1));
    }
    Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    assertThat(resident.find() && heap > 0).as("a look at process %d", pid).isTrue();
    looks.add(new Look(heap, Long.parseLong(resident.group(1))));
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /**
   * Fails if the most of the last third is above the most of the third before it, in which every
   * window and buffer had been filled, by more than the tolerance.
   */
  void assertFlat(long heapToleranceKib, long residentToleranceKib) {
    assertThat(looks).hasSizeGreaterThanOrEqualTo(2 * PARTS);
    assertThat(most(2, Look::heapKib) - most(1, Look::heapKib))
        .as("growth of the heap in KiB, of %s", looks)
        .isLessThan(heapToleranceKib);
    assertThat(most(2, Look::residentKib) - most(1, Look::residentKib))
        .as("growth of the process in KiB, of %s", looks)
        .isLessThan(residentToleranceKib);
  }

  private long most(int part, ToLongFunction<Look> of) {
    int size = looks.size();
    return looks.subList(part * size / PARTS, (part + 1) * size / PARTS).stream()
        .mapToLong(of)
        .max()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return looks.toString();
  }
}
