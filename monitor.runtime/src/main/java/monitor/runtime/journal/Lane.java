package monitor.runtime.journal;

import java.util.Locale;

/**
 * One of the two logs under the one writer, each with its own segments and quota: a segment that
 * mixed what must be kept with what may give way could be neither kept nor dropped.
 */
public enum Lane {
  /** Nothing is dropped: when it is full, appends are refused until something is released. */
  KEPT,
  /** When it is full, or the disk runs short, its oldest segments give way. */
  RING;

  /** The lower case name, as in file names. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
