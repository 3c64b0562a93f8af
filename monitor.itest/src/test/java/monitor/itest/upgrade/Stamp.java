package monitor.itest.upgrade;

import java.time.Duration;
import monitor.api.event.Attributes;

/** What tells the versions apart. */
final class Stamp {
  /** Is replaced by the version, in the bytes of every class that has it. */
  static final String VERSION = "@version@";

  private static final Duration HEALTHY = Duration.ofSeconds(3);

  private Stamp() {}

  static Attributes on(Attributes attributes, String key) {
    return attributes.with(key, VERSION);
  }

  /** Returns after three seconds, or earlier when interrupted; then fails. */
  static void failLater() throws InterruptedException {
    Thread.sleep(HEALTHY);
    throw new IllegalStateException(VERSION + " failed late on purpose");
  }
}
