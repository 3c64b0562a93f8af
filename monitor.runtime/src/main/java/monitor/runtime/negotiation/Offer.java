package monitor.runtime.negotiation;

import java.util.Map;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;

/**
 * What the host offers, or the policy permits.
 *
 * @param capabilities what there is
 * @param reasons why the rest is not there, one sentence for each missing capability
 */
public record Offer(Capabilities capabilities, Map<Capability, String> reasons) {
  /** Everything this version knows. */
  public static final Offer ALL = new Offer(Capabilities.of(Capability.values()), Map.of());

  /** Copies the map. */
  public Offer {
    reasons = Map.copyOf(reasons);
  }

  /** This without one capability. */
  public Offer without(Capability capability, String reason) {
    Map<Capability, String> more = new java.util.EnumMap<>(Capability.class);
    more.putAll(reasons);
    more.put(capability, reason);
    return new Offer(capabilities.minus(Capabilities.of(capability)), more);
  }

  String reasonAgainst(Capability capability, String otherwise) {
    return reasons.getOrDefault(capability, otherwise);
  }
}
