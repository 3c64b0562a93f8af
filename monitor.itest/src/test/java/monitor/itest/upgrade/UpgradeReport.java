package monitor.itest.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.itest.oracle.Verdict;

/**
 * How a storm of upgrades went.
 *
 * @param seed that repeats its lines
 * @param took with the verdict
 * @param swaps every upgrade
 * @param footprints of the platform, the first one when it was warm
 * @param resumed when the new versions went on
 * @param ticks of a source that was not upgraded
 * @param arrivals at a sink that was not upgraded
 * @param verdict of the oracle, and what the storm saw itself
 */
record UpgradeReport(
    long seed,
    Duration took,
    List<Swap> swaps,
    List<Footprint> footprints,
    Resumed resumed,
    Witness.Gaps ticks,
    Witness.Gaps arrivals,
    Verdict verdict) {
  /** Leaves it in a folder, as {@code report.txt}. */
  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("report.txt"), this + "\n");
  }

  /** The longest time from a failure until the old version ran again. */
  Duration slowestRollback() {
    return swaps.stream()
        .filter(swap -> swap.flaw() != Flaw.NONE)
        .map(Swap::rollback)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** For people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d upgrades in %d s, seed %d; broken: %s\n"
            .formatted(swaps.size(), took.toSeconds(), seed, broken()));
    for (Shipped plugin : Shipped.values()) {
      text.append(pauses(plugin));
    }
    text.append("rollback within %,d ms at most\n".formatted(slowestRollback().toMillis()));
    text.append(others("a source that is not upgraded", ticks));
    text.append(others("a sink that is not upgraded", arrivals));
    text.append("at first %s\n".formatted(footprints.getFirst()));
    text.append("at last  %s\n".formatted(footprints.getLast()));
    return text.append("Verdict: ").append(verdict).toString();
  }

  private Map<Flaw, Integer> broken() {
    Map<Flaw, Integer> broken = new EnumMap<>(Flaw.class);
    for (Swap swap : swaps) {
      if (swap.flaw() != Flaw.NONE) {
        broken.merge(swap.flaw(), 1, Integer::sum);
      }
    }
    return broken;
  }

  private String pauses(Shipped plugin) {
    List<Long> still = new ArrayList<>();
    List<Long> pauses = new ArrayList<>();
    Map<String, List<Long>> steps = new TreeMap<>();
    for (Swap swap : swaps) {
      if (swap.plugin() == plugin && Swap.committed(swap.upgrade())) {
        still.add(swap.startedNanos() - swap.stoppedNanos());
        pauses.add(resumed.after(swap));
        swap.upgrade()
            .path("steps")
            .forEach(step ->
                steps
                    .computeIfAbsent(step.path("name").asText(), name -> new ArrayList<>())
                    .add(
                        Duration.between(Swap.time(step, "started"), Swap.time(step, "finished"))
                            .toNanos()));
      }
    }
    still.sort(null);
    pauses.sort(null);
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, %d upgrades: until it went on p50 %.1f ms, p99 %.1f ms, most %.1f ms; until it was started p50 %.1f ms, p99 %.1f ms; p50 of its steps:"
            .formatted(
                plugin.plugin(),
                pauses.size(),
                Percentile.millis(pauses, 50),
                Percentile.millis(pauses, 99),
                Percentile.millis(pauses, 100),
                Percentile.millis(still, 50),
                Percentile.millis(still, 99)));
    steps.forEach((name, lengths) -> {
      lengths.sort(null);
      text.append(" %s %.1f".formatted(name, Percentile.millis(lengths, 50)));
    });
    return text.append('\n').toString();
  }

  private String others(String what, Witness.Gaps gaps) {
    Windows windows = new Windows();
    swaps.forEach(swap -> swap.mark(windows));
    List<Long> usual = gaps.sorted(windows, false);
    List<Long> meanwhile = gaps.sorted(windows, true);
    return "%s: without upgrades p99.9 %.1f ms, most %.1f ms, of %d; during them p99.9 %.1f ms, longest gap %.1f ms, of %d\n"
        .formatted(
            what,
            Percentile.millis(usual, 99.9),
            Percentile.millis(usual, 100),
            usual.size(),
            Percentile.millis(meanwhile, 99.9),
            Percentile.millis(meanwhile, 100),
            meanwhile.size());
  }
}
