package monitor.api.operation;

/** State of a source or sink; {@link #label()} is how the API writes it. */
public enum ComponentState {
  /** Runs with everything it asked for. */
  ACTIVE,
  /** Runs in part. */
  DEGRADED,
  /** Does not run: something required was refused, or it finished. */
  INACTIVE,
  /** Failed, waits for its restart. */
  FAILED,
  /** Failed too often; waits for a person or an upgrade. */
  QUARANTINED,
  /** Switched off, or paused, by a person. */
  DISABLED;

  /** Lower case name. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
