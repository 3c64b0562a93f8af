package monitor.api.task;

import monitor.api.capability.Capabilities;

/**
 * One thing to be collected.
 *
 * @param kind how, a name that components declare: {@code ping}, {@code scrape}, {@code capture}
 * @param object what, for a person: an address, a URL, an interface
 * @param needs what whoever does it must have been granted; usually nothing beyond what that
 *     component requires by itself
 */
public record Task(String kind, String object, Capabilities needs) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there is no kind
   */
  public Task {
    if (kind.isBlank()) {
      throw new IllegalArgumentException("a task needs a kind");
    }
  }

  /** A task that needs nothing in particular. */
  public static Task of(String kind, String object) {
    return new Task(kind, object, Capabilities.NONE);
  }
}
