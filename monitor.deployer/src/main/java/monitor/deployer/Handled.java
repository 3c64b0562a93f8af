package monitor.deployer;

/**
 * What became of a file of the drop folder.
 *
 * @param look how it looked then
 * @param plugin its symbolic name, or the file's name if that was never known
 * @param accepted whether it is in force, or was
 * @param retry whether another plugin could help a refused one: it is tried again after a change
 */
record Handled(DroppedFile look, String plugin, boolean accepted, boolean retry) {
  private static final DroppedFile NEVER = new DroppedFile(-1, 0, "");

  /** The same, to be looked at again. */
  Handled again() {
    return new Handled(NEVER, plugin, accepted, false);
  }
}
