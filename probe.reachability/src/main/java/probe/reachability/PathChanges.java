package probe.reachability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Kind;
import monitor.api.event.Probed;
import monitor.api.probe.ProbeResult.Traceroute;
import org.jspecify.annotations.Nullable;

/**
 * Compares the path of each trace to a target with the one before. It has changed when somebody
 * answers at a distance where others have answered; who is silent has not changed. For one thread.
 */
final class PathChanges {
  static final String KIND = "probe.path-change";
  static final Custom PAYLOAD = new Custom(new Kind(KIND));

  private SortedMap<Integer, SortedSet<String>> known = new TreeMap<>();

  /** What has changed, as attributes; null if nothing has, or it was no trace. */
  @Nullable Attributes next(Probed round) {
    if (!(round.result() instanceof Traceroute trace)) {
      return null;
    }
    SortedMap<Integer, SortedSet<String>> now = new TreeMap<>();
    for (Traceroute.Hop hop : trace.hops()) {
      if (hop.address() != null) {
        now.computeIfAbsent(hop.distance(), d -> new TreeSet<>()).add(hop.address());
      }
    }
    boolean changed =
        now.entrySet().stream()
            .anyMatch(hop -> {
              SortedSet<String> before = known.get(hop.getKey());
              return before != null && !before.containsAll(hop.getValue());
            });
    if (!changed) {
      now.forEach(
          (distance, there) -> known.computeIfAbsent(distance, d -> new TreeSet<>()).addAll(there));
      return null;
    }
    Attributes change =
        Attributes.of(
            Map.of(
                "probe", round.probe(),
                "target", round.target(),
                "path.before", text(known),
                "path.after", text(now)));
    known = now;
    return change;
  }

  /** One entry for each distance from 1: the addresses there, {@code *} for nobody. */
  private static List<String> text(SortedMap<Integer, SortedSet<String>> path) {
    List<String> hops = new ArrayList<>();
    for (int distance = 1; distance <= path.lastKey(); distance++) {
      SortedSet<String> there = path.get(distance);
      hops.add(there == null ? "*" : String.join(",", there));
    }
    return hops;
  }
}
