package monitor.runtime.journal;

/**
 * Is told what became of an append: exactly one call, on the writer thread, so it must be quick and
 * must not wait. After the journal is closed the call comes on the appending thread.
 */
public interface AppendCallback {
  /**
   * The entry is on disk and visible to readers.
   *
   * @param at where it is
   * @param next where to go on after it
   */
  void durable(Location at, Location next);

  /**
   * The entry is not in the journal, nor will it be.
   *
   * @param reason one sentence
   * @param full true if the same entry may be appended again later (no room, a failing disk, an
   *     earlier entry of its stream was refused); false if it never can be (too large, sequence
   *     numbers that are already journaled, a closed journal)
   */
  void refused(String reason, boolean full);
}
