package monitor.runtime;

import java.time.Duration;

/**
 * How often a random test is repeated, each time with another seed. The property {@code tests.seed}
 * sets the first one, {@code tests.minutes} the time of a soak test.
 *
 * @param least rounds, however long they take
 * @param most rounds, however short they are
 * @param time after which no round begins, once there were enough
 */
public record Rounds(int least, int most, Duration time) {
  private static final Duration SOAK = Duration.ofMinutes(30);

  /** As long as the box lasts, but for a least number. */
  public static Rounds box(int least, Duration time) {
    return new Rounds(least, Integer.MAX_VALUE, time);
  }

  /** So many. */
  public static Rounds exactly(int rounds) {
    return new Rounds(rounds, rounds, Duration.ZERO);
  }

  /** As long as a soak test lasts, but at most so many. */
  public static Rounds soak(int most) {
    return new Rounds(1, most, Duration.ofMinutes(Long.getLong("tests.minutes", SOAK.toMinutes())));
  }

  /** What is repeated. */
  @FunctionalInterface
  public interface Round {
    void run(long seed) throws Exception;
  }

  /** Repeats it; a failure tells the seed. */
  public void run(Round round) {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    long end = System.nanoTime() + time.toNanos();
    int done = 0;
    while (done < least || done < most && System.nanoTime() - end < 0) {
      try {
        round.run(seed + done);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("repeat it with ./test --seed " + (seed + done), e);
      }
      done++;
    }
    System.out.printf("%,d rounds from seed %d%n", done, seed);
  }
}
