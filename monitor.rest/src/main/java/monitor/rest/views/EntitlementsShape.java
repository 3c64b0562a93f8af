package monitor.rest.views;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.capability.Capability;
import monitor.api.operation.Entitlements;
import monitor.api.operation.HostView;
import monitor.api.operation.PerformerView;
import monitor.api.operation.PolicyView;

/** What decides over capabilities, as the API writes it. */
public record EntitlementsShape(
    List<String> known, HostShape host, List<PolicyView> policy, List<PerformerShape> performers) {
  /** The host. */
  record HostShape(
      List<String> offered, List<CapabilitiesShape.Refused> missing, Map<String, String> facts) {
    static HostShape of(HostView view) {
      return new HostShape(
          view.offered().names(),
          view.missing().stream().map(CapabilitiesShape.Refused::of).toList(),
          new TreeMap<>(view.facts()));
    }
  }

  /** Somebody who does tasks. */
  record PerformerShape(
      String name, String plugin, List<String> tasks, CapabilitiesShape capabilities) {
    static PerformerShape of(PerformerView view) {
      return new PerformerShape(
          view.name(), view.bundle(), view.tasks(), CapabilitiesShape.of(view.grant()));
    }
  }

  /** Of what is so now. */
  public static EntitlementsShape of(Entitlements entitlements) {
    return new EntitlementsShape(
        Arrays.stream(Capability.values()).map(Enum::name).toList(),
        HostShape.of(entitlements.host()),
        entitlements.policy(),
        entitlements.performers().stream().map(PerformerShape::of).toList());
  }
}
