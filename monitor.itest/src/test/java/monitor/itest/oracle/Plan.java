package monitor.itest.oracle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a storm is to do.
 *
 * @param distribution the assembled distribution
 * @param folder an empty work folder
 * @param environment variables for the platform
 * @param seed decides lines, faults and pauses
 * @param eventsPerSecond of the load
 * @param rounds at least so many
 * @param atLeast further rounds until so much time is over
 * @param roundsPerVerdict how often everything is drained and judged
 * @param faults what may strike; a platform that is killed too often by others is started anew by
 *     {@link Kill#SUPERVISOR}, if that is among them
 * @param rotations of the files of the load
 */
public record Plan(
    Path distribution,
    Path folder,
    Map<String, String> environment,
    long seed,
    int eventsPerSecond,
    int rounds,
    Duration atLeast,
    int roundsPerVerdict,
    List<Fault> faults,
    Rotations rotations) {
  private static final int SLOWEST = 2_000;
  private static final int FASTEST = 5_000;
  private static final int ROUNDS = 3;
  private static final int ROUNDS_PER_VERDICT = 10;

  /** Copies the collections. */
  public Plan {
    environment = Map.copyOf(environment);
    faults = List.copyOf(faults);
  }

  /** Three rounds of every kind of kill, at 2,000 to 5,000 events/s as the seed decides. */
  public static Plan of(Path distribution, Path folder, long seed) {
    return new Plan(
        distribution.toAbsolutePath().normalize(),
        folder.toAbsolutePath().normalize(),
        Map.of(),
        seed,
        SLOWEST + (int) Math.floorMod(seed, FASTEST - SLOWEST + 1L),
        ROUNDS,
        Duration.ZERO,
        ROUNDS_PER_VERDICT,
        List.of(Kill.values()),
        Rotations.CALM);
  }

  /** In other folders. */
  public Plan in(Path otherDistribution, Path otherFolder) {
    return new Plan(
        otherDistribution.toAbsolutePath().normalize(),
        otherFolder.toAbsolutePath().normalize(),
        environment,
        seed,
        eventsPerSecond,
        rounds,
        atLeast,
        roundsPerVerdict,
        faults,
        rotations);
  }

  /** With another seed. */
  public Plan seed(long other) {
    return new Plan(
        distribution,
        folder,
        environment,
        other,
        eventsPerSecond,
        rounds,
        atLeast,
        roundsPerVerdict,
        faults,
        rotations);
  }

  /** With so many rounds. */
  public Plan rounds(int count) {
    return new Plan(
        distribution,
        folder,
        environment,
        seed,
        eventsPerSecond,
        count,
        atLeast,
        roundsPerVerdict,
        faults,
        rotations);
  }

  /** With rounds until so much time is over. */
  public Plan atLeast(Duration time) {
    return new Plan(
        distribution,
        folder,
        environment,
        seed,
        eventsPerSecond,
        rounds,
        time,
        roundsPerVerdict,
        faults,
        rotations);
  }

  /** With another rate. */
  public Plan eventsPerSecond(int rate) {
    return new Plan(
        distribution,
        folder,
        environment,
        seed,
        rate,
        rounds,
        atLeast,
        roundsPerVerdict,
        faults,
        rotations);
  }

  /** With other faults. */
  public Plan faults(List<? extends Fault> others) {
    return new Plan(
        distribution,
        folder,
        environment,
        seed,
        eventsPerSecond,
        rounds,
        atLeast,
        roundsPerVerdict,
        List.copyOf(others),
        rotations);
  }

  /** With variables for the platform, such as {@code MONITOR_JAVA_OPTS}. */
  public Plan environment(Map<String, String> variables) {
    return new Plan(
        distribution,
        folder,
        variables,
        seed,
        eventsPerSecond,
        rounds,
        atLeast,
        roundsPerVerdict,
        faults,
        rotations);
  }

  /** With other rotations. */
  public Plan rotations(Rotations others) {
    return new Plan(
        distribution,
        folder,
        environment,
        seed,
        eventsPerSecond,
        rounds,
        atLeast,
        roundsPerVerdict,
        faults,
        others);
  }
}
