package monitor.deployer;

/**
 * State of a plugin as the API writes it.
 *
 * @param label lower case
 * @param reason why it is not active; empty if it is
 */
record PluginState(String label, String reason) {
  static PluginState of(PartState state) {
    return new PluginState(state.state().label(), state.reason());
  }
}
