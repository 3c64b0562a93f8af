package monitor.deployer;

import java.util.List;
import java.util.function.Function;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Grant;

/** Grants of several components as one. */
final class Grants {
  private Grants() {}

  /** Everything that any of them declares, requires, was granted, was refused. */
  static Grant merge(List<Grant> grants) {
    return new Grant(
        all(grants, Grant::declared),
        all(grants, Grant::required),
        all(grants, Grant::granted),
        grants.stream().flatMap(grant -> grant.refused().stream()).distinct().toList());
  }

  private static Capabilities all(List<Grant> grants, Function<Grant, Capabilities> part) {
    return grants.stream().map(part).reduce(Capabilities.NONE, Capabilities::or);
  }
}
