package monitor.deployer;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import monitor.api.operation.ComponentState;

/**
 * How one part of a plugin is, or the plugin as a whole.
 *
 * @param state how
 * @param reason why it is not active, for a person; empty if it is
 */
record PartState(ComponentState state, String reason) {
  /** Nothing to say. */
  static final PartState ACTIVE = new PartState(ComponentState.ACTIVE, "");

  /**
   * The state of a plugin out of its parts: theirs where they agree, degraded where some work and
   * some do not, otherwise the worst. A plugin without parts is active.
   */
  static PartState of(List<PartState> parts) {
    if (parts.isEmpty()) {
      return ACTIVE;
    }
    boolean someWork = parts.stream().anyMatch(PartState::works);
    ComponentState worst =
        parts.stream().map(PartState::state).max(Comparator.naturalOrder()).orElseThrow();
    boolean partial = someWork && worst != ComponentState.ACTIVE;
    return new PartState(partial ? ComponentState.DEGRADED : worst, reasons(parts));
  }

  private boolean works() {
    return state == ComponentState.ACTIVE || state == ComponentState.DEGRADED;
  }

  private static String reasons(List<PartState> parts) {
    return parts.stream()
        .map(PartState::reason)
        .filter(reason -> !reason.isEmpty())
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
