package monitor.deployer;

import monitor.deployer.verify.PluginRefused;

/** One step of a deployment. */
interface Step {
  /** Name for people and programs, such as {@code verify}. */
  String name();

  /**
   * Does it.
   *
   * @return what was done, for a person
   * @throws PluginRefused if the change cannot be made; the message is shown
   * @throws Exception if something else failed; the message is translated
   */
  String run(Change change) throws Exception;

  /**
   * Takes it back, also when {@link #run} failed half-way; called in reverse order and at most
   * once.
   *
   * @throws Exception if that is not possible
   */
  default void undo(Change change) throws Exception {}

  /** Whether the plugin stands still from this step to the one after it, so that nothing waits. */
  default boolean hurried() {
    return false;
  }
}
