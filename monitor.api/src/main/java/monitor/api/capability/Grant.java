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

  /** Whether this allows exactly what the other does, whatever the reasons for the rest are. */
  public boolean allowsTheSameAs(Grant other) {
    return granted.equals(other.granted)
        && required.equals(other.required)
        && declared.equals(other.declared);
  }

  /** Whether it may run, but without something it declared. */
  public boolean degraded() {
    return sufficient() && !refused.isEmpty();
  }
}
