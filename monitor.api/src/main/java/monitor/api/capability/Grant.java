package monitor.api.capability;

import java.util.List;

/**
 * The result of negotiation for one component: {@code granted = declared ∩ host ∩ policy}.
 *
 * @param declared everything the component offers, accepts or requires
 * @param required the part without which it must not run
 * @param granted what it may do
 * @param refused the rest, each with who refused it and why
 */
public record Grant(
    Capabilities declared, Capabilities required, Capabilities granted, List<Refusal> refused) {
  /** Copies the list. */
  public Grant {
    refused = List.copyOf(refused);
  }

  /** Whether everything required was granted: only then is the component run. */
  public boolean sufficient() {
    return granted.contains(required);
  }

  /** Whether it may run, but without something it declared. */
  public boolean degraded() {
    return sufficient() && !refused.isEmpty();
  }
}
