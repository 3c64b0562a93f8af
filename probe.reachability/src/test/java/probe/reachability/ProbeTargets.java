package probe.reachability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.probe.Target;

/** Targets and grants for tests. */
final class ProbeTargets {
  static final Grant RAW = grant(Capabilities.of(Capability.RAW_SOCKET));
  static final Grant NOTHING = grant(Capabilities.NONE);

  private ProbeTargets() {}

  private static Grant grant(Capabilities granted) {
    return new Grant(Capabilities.of(Capability.RAW_SOCKET), Capabilities.NONE, granted, List.of());
  }

  static Target target(String address, Duration timeout, String... parameters) {
    return target(address, timeout, 1, parameters);
  }

  static Target target(String address, Duration timeout, int samples, String... parameters) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    return new Target(address, timeout, samples, map);
  }
}
