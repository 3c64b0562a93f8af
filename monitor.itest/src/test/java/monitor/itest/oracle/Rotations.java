package monitor.itest.oracle;

import java.util.List;
import java.util.SplittableRandom;

/**
 * How often and how files are rotated.
 *
 * @param meanMillis mean time between two rotations of a file
 * @param kinds one is drawn each time
 */
public record Rotations(int meanMillis, List<Rotation> kinds) {
  /** Now and then, by a new name. */
  public static final Rotations CALM = new Rotations(15_000, List.of(Rotation.RENAME));

  /** Every kind, several times while a platform that was killed starts again. */
  public static final Rotations TORTURE = new Rotations(600, List.of(Rotation.values()));

  private static final int MOST = 4;

  /** Copies the list. */
  public Rotations {
    kinds = List.copyOf(kinds);
  }

  /** How many there are in so much time; sometimes several at once. */
  int count(double seconds, SplittableRandom random) {
    if (random.nextDouble() >= seconds * 1_000 / meanMillis) {
      return 0;
    }
    return kinds.size() == 1 ? 1 : 1 + random.nextInt(MOST) * random.nextInt(2);
  }

  Rotation next(SplittableRandom random) {
    return kinds.get(random.nextInt(kinds.size()));
  }
}
