package monitor.cli.launch;

/** The platform cannot be started; the message is a sentence for the person who started it. */
public final class LaunchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, and what to do about it. */
  public LaunchException(String message) {
    super(message);
  }

  /** With what is wrong, and the failure behind it. */
  public LaunchException(String message, Throwable cause) {
    super(message, cause);
  }
}
