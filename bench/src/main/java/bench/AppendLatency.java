package bench;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * From the append of a line to a file until another file, into which some program ships it, has
 * grown. Arguments: the one, the other, how many lines; between them 10 to 16 ms pass. Prints p50
 * and p99 in milliseconds.
 */
public final class AppendLatency {
  private static final long LONGEST_NANOS = 10_000_000_000L;

  private AppendLatency() {}

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    Path from = Path.of(arguments[0]);
    Path to = Path.of(arguments[1]);
    long[] nanos = new long[Integer.parseInt(arguments[2])];
    byte[] line = "one line more\n".getBytes(StandardCharsets.UTF_8);
    try (OutputStream out =
        Files.newOutputStream(from, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = -10; i < nanos.length; i++) {
        LockSupport.parkNanos(10_000_000L + (i + 10) % 7 * 1_000_000L);
        long size = Files.exists(to) ? Files.size(to) : 0;
        long begin = System.nanoTime();
        out.write(line);
        while (Files.notExists(to) || Files.size(to) == size) {
          if (System.nanoTime() - begin > LONGEST_NANOS) {
            throw new IllegalStateException(to + " does not grow");
          }
        }
        if (i >= 0) {
          nanos[i] = System.nanoTime() - begin;
        }
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%.2f %.2f%n",
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
  }
}
