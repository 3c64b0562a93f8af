package monitor.api.query;

/** Storage cannot answer now; the message says why, for a person. */
public sealed class QueryException extends Exception permits QueryTimeoutException {
  private static final long serialVersionUID = 1;

  /** With the reason and what caused it. */
  public QueryException(String message, Throwable cause) {
    super(message, cause);
  }
}
