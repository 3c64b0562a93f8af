package monitor.itest.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a storm went.
 *
 * @param seed that repeats it
 * @param rounds of faults
 * @param strikes of each fault, by name
 * @param seconds it took
 * @param verdict of the oracle
 */
public record Report(
    long seed, int rounds, Map<String, Integer> strikes, long seconds, Verdict verdict) {
  /** Copies the map. */
  public Report {
    strikes = Map.copyOf(strikes);
  }

  /** For programs. */
  public String json() {
    return Verdict.write(this);
  }

  /** Leaves it in a folder, as {@code report.txt} and {@code report.json}. */
  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("report.txt"), this + "\n");
    Files.writeString(folder.resolve("report.json"), json() + "\n");
  }

  /** For people. */
  @Override
  public String toString() {
    return "%d rounds in %d s, seed %d, struck by %s\nVerdict: %s"
        .formatted(rounds, seconds, seed, new TreeMap<>(strikes), verdict);
  }
}
