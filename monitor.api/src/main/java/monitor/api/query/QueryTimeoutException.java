package monitor.api.query;

/** A query took longer than storage lets it; the same one will again. */
public final class QueryTimeoutException extends QueryException {
  private static final long serialVersionUID = 1;

  /** With what to do about it and what ended it. */
  public QueryTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
