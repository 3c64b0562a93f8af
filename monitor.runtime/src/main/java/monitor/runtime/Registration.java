package monitor.runtime;

import java.time.Duration;

/** A source or sink that was registered. All methods may be called from any thread. */
public interface Registration extends AutoCloseable {
  /**
   * Stops it: no new work, waits for what is outstanding up to the deadline, then fences it off:
   * every call of the old instance on its context fails. Returns whether it stopped by itself.
   */
  boolean quiesce(Duration deadline);

  /** Lets it work again. */
  void resume();

  /**
   * Stops it for good and shows it in quarantine: what it is must not be relied on.
   *
   * @param reason one sentence
   */
  void object(String reason);

  /**
   * Quiesces with the runtime's deadline and forgets the instance. The cursor of an essential sink
   * and the positions of a source are kept for the next instance of that name.
   */
  @Override
  void close();
}
