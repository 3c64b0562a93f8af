package sink.postgres.write;

/** An event, or a whole batch, that PostgreSQL cannot hold. Costs no stack trace. */
final class UnstorableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  UnstorableException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** Why, one sentence. */
  String reason() {
    return reason;
  }
}
