package monitor.rest.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import monitor.rest.http.Problem;

/**
 * Hashes and verifies passwords with bcrypt, at most two at a time, because that is meant to be
 * slow. Thread-safe.
 */
public final class Passwords {
  /** Cost in production: about a quarter of a second. */
  public static final int COST = 12;

  private static final int MIN_CHARACTERS = 10;

  /** What bcrypt takes in. */
  private static final int MAX_BYTES = 72;

  /** Characters that follow the cost in a hash of bcrypt. */
  private static final int SALT_AND_HASH = 53;

  private static final int WAIT_SECONDS = 10;

  private final Semaphore permits = new Semaphore(2, true);
  private final int cost;
  private final String unknown;

  /**
   * With this cost.
   *
   * @param cost logarithm of the number of rounds, 4 to 31
   */
  public Passwords(int cost) {
    this.cost = cost;
    this.unknown = "$2a$%02d$%s".formatted(cost, "K".repeat(SALT_AND_HASH));
  }

  /** What is wrong with a new password; nothing if it will do. */
  static List<Problem.Fault> faults(String password, String username) {
    List<Problem.Fault> faults = new ArrayList<>();
    if (password.codePointCount(0, password.length()) < MIN_CHARACTERS) {
      faults.add(new Problem.Fault("password", "has less than " + MIN_CHARACTERS + " characters"));
    } else if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      faults.add(new Problem.Fault("password", "has more than " + MAX_BYTES + " bytes"));
    } else if (password.equalsIgnoreCase(username) || password.chars().distinct().count() < 4) {
      faults.add(new Problem.Fault("password", "is too easy to guess"));
    }
    return faults;
  }

  /** The hash of a password, with a salt of its own. */
  String hash(String password) throws InterruptedException {
    acquire();
    try {
      return BCrypt.withDefaults().hashToString(cost, password.toCharArray());
    } finally {
      permits.release();
    }
  }

  /** Whether the password has this hash. */
  boolean verify(String password, String hash) throws InterruptedException {
    if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return false;
    }
    acquire();
    try {
      return BCrypt.verifyer().verify(password.toCharArray(), hash).verified;
    } finally {
      permits.release();
    }
  }

  /** Takes as long as {@link #verify}, so that an unknown user is not told from a known one. */
  void pretend(String password) throws InterruptedException {
    boolean _ = verify(password, unknown);
  }

  private void acquire() throws InterruptedException {
    if (!permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw Problem.unavailable("busy", "Too many people sign in at the moment.", 5);
    }
  }
}
