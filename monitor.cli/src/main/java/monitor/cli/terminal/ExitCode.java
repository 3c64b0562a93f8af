package monitor.cli.terminal;

/** Exit codes of the command, the same for every subcommand. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** Failed for a reason that has no code of its own. */
  public static final int FAILED = 1;

  /** The command line was wrong. */
  public static final int USAGE = 2;

  /** A check found problems, or a configuration was refused. */
  public static final int PROBLEMS = 3;

  /** The server did not accept the token. */
  public static final int AUTHENTICATION = 4;

  /** The server could not be reached. */
  public static final int UNREACHABLE = 5;

  /** What was named is not there. */
  public static final int NOT_FOUND = 6;

  /** Refused by policy or capability. */
  public static final int REFUSED = 7;

  /** A deployment failed and was rolled back: what ran before runs. */
  public static final int ROLLED_BACK = 8;

  /** A deployment failed, and so did its rollback. */
  public static final int NOT_RESTORED = 9;

  /** The time was over. */
  public static final int TIMEOUT = 124;

  /** Interrupted by the person. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
