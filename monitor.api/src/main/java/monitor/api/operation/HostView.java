package monitor.api.operation;

import java.util.List;
import java.util.Map;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Refusal;

/**
 * What this host offers to this process.
 *
 * @param offered what may be granted, as far as the policy permits it
 * @param missing the rest, each with what is missing and how to provide it
 * @param facts what was found: {@code os}, {@code arch}, {@code kernel}, {@code cgroup}, {@code
 *     user}, {@code privileges} and others; texts for a person
 */
public record HostView(Capabilities offered, List<Refusal> missing, Map<String, String> facts) {
  /** Copies list and map. */
  public HostView {
    missing = List.copyOf(missing);
    facts = Map.copyOf(facts);
  }
}
