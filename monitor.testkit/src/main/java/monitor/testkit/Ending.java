package monitor.testkit;

/** How a run ended. */
public enum Ending {
  /** By itself, after it was asked. */
  ASKED,
  /** Only after it was interrupted. */
  INTERRUPTED,
  /** Not: its thread is still alive after the deadline. */
  HUNG
}
