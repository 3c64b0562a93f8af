package monitor.rest.jwt;

/** A signed token that is not let in; the reason is for the log, not for whoever sent it. */
final class InvalidTokenException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidTokenException(String reason) {
    super(reason, null, false, false);
  }
}
