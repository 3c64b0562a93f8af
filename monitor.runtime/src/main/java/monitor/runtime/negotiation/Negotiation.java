package monitor.runtime.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.capability.Refusal;

/** {@code granted = declared ∩ host ∩ policy}, and who refused the rest. A pure function. */
public final class Negotiation {
  private Negotiation() {}

  /** Grants what host and policy allow of what is declared. */
  public static Grant negotiate(
      Capabilities declared, Capabilities required, Offer host, Offer policy) {
    Capabilities known = Capabilities.of(Capability.values());
    List<Refusal> refused = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      if (declared.contains(capability)) {
        refuse(capability, host, policy, refused);
      }
    }
    for (String unknown : declared.minus(known).names()) {
      refused.add(
          new Refusal(
              unknown, Refusal.By.UNKNOWN, "this version of the platform does not know it"));
    }
    Capabilities granted = declared.and(known).and(host.capabilities()).and(policy.capabilities());
    return new Grant(declared, required, granted, refused);
  }

  private static void refuse(
      Capability capability, Offer host, Offer policy, List<Refusal> refused) {
    if (!host.capabilities().contains(capability)) {
      String reason = host.reasonAgainst(capability, "this host does not offer it");
      refused.add(new Refusal(capability.name(), Refusal.By.HOST, reason));
    } else if (!policy.capabilities().contains(capability)) {
      String reason = policy.reasonAgainst(capability, "the policy does not permit it");
      refused.add(new Refusal(capability.name(), Refusal.By.POLICY, reason));
    }
  }

  /** Who refused what, and why, in one line; empty if nothing was refused. */
  public static String explain(Grant grant) {
    return grant.refused().stream()
        .map(r -> "%s was refused by %s: %s".formatted(r.capability(), by(r), r.reason()))
        .collect(Collectors.joining("; "));
  }

  private static String by(Refusal refusal) {
    return switch (refusal.by()) {
      case HOST -> "the host";
      case POLICY -> "the policy";
      case UNKNOWN -> "this version";
    };
  }
}
