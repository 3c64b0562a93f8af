package bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Rates and processor times of rounds, and their medians. */
final class ProbeFigures {
  static final String WARM_UP = "warm-up";
  static final String OURS = "ours";

  private final Map<String, List<Measured>> measured = new LinkedHashMap<>();

  private record Measured(double perSecond, double microseconds) {}

  /**
   * Prints a round, and remembers it unless it is the warm-up.
   *
   * @param what name of the round, then a blank and the kind of probe
   * @param microseconds of processor time of a probe
   */
  void add(String what, String who, double perSecond, double microseconds) {
    Measured one = new Measured(perSecond, microseconds);
    print(what, who, one, "");
    if (!what.startsWith(WARM_UP)) {
      String kind = what.substring(what.lastIndexOf(' ') + 1);
      measured.computeIfAbsent(kind + " " + who, key -> new ArrayList<>()).add(one);
    }
  }

  /** Prints the median of each, and for peers how many times theirs ours is. */
  void printMedians() {
    Map<String, Measured> medians = new LinkedHashMap<>();
    measured.forEach((name, rounds) ->
        medians.put(
            name,
            new Measured(
                median(rounds, Measured::perSecond), median(rounds, Measured::microseconds))));
    medians.forEach((name, one) -> {
      String[] parts = name.split(" ");
      Measured ours = medians.get(parts[0] + " " + OURS);
      print(
          "median " + parts[0],
          parts[1],
          one,
          ours == null || ours == one ? "" : beside(ours, one));
    });
  }

  private static String beside(Measured ours, Measured theirs) {
    return "; ours: %.2f times its rate, %.2f times its processor time"
        .formatted(ours.perSecond / theirs.perSecond, ours.microseconds / theirs.microseconds);
  }

  private static double median(List<Measured> rounds, ToDoubleFunction<Measured> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static void print(String what, String who, Measured measured, String more) {
    System.out.printf(
        "%-14s %-18s %,8.0f probes/s %8.1f µs of processor time a probe%s%n",
        what, who, measured.perSecond, measured.microseconds, more);
  }
}
