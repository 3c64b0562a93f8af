package monitor.deployer;

/**
 * What became of a file of the drop folder. Which plugins it stands for is what the records say.
 *
 * @param look how it looked then
 * @param plugin its symbolic name, or the file's name if that was never known
 * @param retry whether another plugin could help a refused one: it is tried again after a change
 */
record Handled(DroppedFile look, String plugin, boolean retry) {
  private static final DroppedFile NEVER = new DroppedFile(-1, 0, "");

  /** A file that is known by its name alone, to be looked at. */
  static Handled unseen(String name) {
    return new Handled(NEVER, name, false);
  }

  /** The same, to be looked at again. */
  Handled again() {
    return new Handled(NEVER, plugin, false);
  }
}
