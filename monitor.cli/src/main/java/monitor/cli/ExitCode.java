package monitor.cli;

/** Exit codes of the command, the same for every subcommand. */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** Failed for a reason that has no code of its own. */
  static final int FAILED = 1;

  /** The command line was wrong. */
  static final int USAGE = 2;

  /** A check found problems, or a configuration was refused. */
  static final int PROBLEMS = 3;

  /** The server did not accept the token. */
  static final int AUTHENTICATION = 4;

  /** The server could not be reached. */
  static final int UNREACHABLE = 5;

  /** What was named is not there. */
  static final int NOT_FOUND = 6;

  /** Refused by policy or capability. */
  static final int REFUSED = 7;

  /** A deployment failed and was rolled back: what ran before runs. */
  static final int ROLLED_BACK = 8;

  /** A deployment failed, and so did its rollback. */
  static final int NOT_RESTORED = 9;

  /** The time was over. */
  static final int TIMEOUT = 124;

  /** Interrupted by the person. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
