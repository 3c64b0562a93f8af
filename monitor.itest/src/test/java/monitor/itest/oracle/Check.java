package monitor.itest.oracle;

/** What the oracle asserts. */
public enum Check {
  /** A durable line is neither stored nor in a gap. */
  MISSING,
  /** Events are in gaps or among the dead letters, although no fault explains it. */
  LOST,
  /** A line is stored that nobody wrote. */
  SPURIOUS,
  /** A line is stored with other bytes than it was written with. */
  CORRUPT,
  /** A line is stored more than once. */
  DUPLICATE,
  /** Lines of a file are stored in another order than they were written. */
  ORDER,
  /** A sequence number of a stream lies in no batch and no gap. */
  HOLE,
  /** A sequence number of a stream lies in more than one batch or gap. */
  OVERLAP,
  /** A batch has other rows than it says, or a row has no batch. */
  ROWS,
  /** Produced = stored + dropped + buffered does not hold after everything was drained. */
  IDENTITY,
  /** The balance of the pipeline did not hold, or contradicted the oracle's sums, under load. */
  BALANCE,
  /** Not everything was delivered although nothing hindered it any more. */
  DRAIN,
  /** The platform was not ready again by itself. */
  RECOVERY,
  /** A new line was not stored in time after everything was drained. */
  FRESH
}
