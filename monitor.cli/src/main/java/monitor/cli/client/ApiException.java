package monitor.cli.client;

/** The platform could not be asked, or did not do what it was asked. */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Why. */
  public enum Kind {
    /** No platform answers at the address. */
    UNREACHABLE,
    /** No token, or one that the platform does not accept. */
    AUTHENTICATION,
    /** What was named is not there. */
    NOT_FOUND,
    /** Policy or a missing capability forbids it. */
    REFUSED,
    /** What was sent is wrong or does not fit what is there; the message says where. */
    WRONG,
    /** It took too long. */
    TIMEOUT,
    /** Anything else. */
    FAILED
  }

  /** With a sentence for the person at the terminal. */
  public ApiException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** With the failure behind it. */
  public ApiException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
