package probe.reachability;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import monitor.api.probe.ProbeResult.Traceroute.Hop;
import org.jspecify.annotations.Nullable;

/** Who answered one flow, at which distance and after what time. */
final class Path {
  private static final String NOBODY = "*";

  private final List<Distance> distances = new ArrayList<>();

  /** What came from one distance. */
  static final class Distance {
    private final Map<String, List<Double>> latencies = new LinkedHashMap<>();
    private int lost;

    /** Who answered first; null if nobody did. */
    private @Nullable String address() {
      return latencies.isEmpty() ? null : latencies.keySet().iterator().next();
    }

    /**
     * The hops of several paths together: at each distance one for each address, and one without an
     * address for what got lost where a flow had no answer at all. Silent hops at the end are left
     * out.
     */
    static List<Hop> hops(List<Path> paths) {
      List<Hop> hops = new ArrayList<>();
      int length = paths.stream().mapToInt(Path::length).max().orElse(0);
      for (int i = 0; i < length; i++) {
        int index = i;
        List<Distance> there =
            paths.stream()
                .filter(path -> index < path.length())
                .map(path -> path.distances.get(index))
                .toList();
        addHops(i + 1, there, hops);
      }
      return hops;
    }

    private static void addHops(int number, List<Distance> there, List<Hop> hops) {
      Map<Optional<String>, List<Double>> latencies = new LinkedHashMap<>();
      Map<Optional<String>, Integer> lost = new LinkedHashMap<>();
      for (Distance distance : there) {
        Optional<String> first = Optional.ofNullable(distance.address());
        latencies.computeIfAbsent(first, a -> new ArrayList<>());
        lost.merge(first, distance.lost, Integer::sum);
        distance.latencies.forEach((address, times) ->
            latencies.computeIfAbsent(Optional.of(address), a -> new ArrayList<>()).addAll(times));
      }
      latencies.forEach((address, times) ->
          hops.add(new Hop(number, address.orElse(null), times, lost.getOrDefault(address, 0))));
    }
  }

  Path(int most) {
    for (int i = 0; i < most; i++) {
      distances.add(new Distance());
    }
  }

  void answered(int hop, @Nullable InetAddress from, long nanos) {
    String address = from == null ? NOBODY : from.getHostAddress();
    distances
        .get(hop - 1)
        .latencies
        .computeIfAbsent(address, a -> new ArrayList<>())
        .add(Durations.millis(nanos));
  }

  void lost(int hop) {
    distances.get(hop - 1).lost++;
  }

  /** Says that the last hop is known. */
  void endAt(int hop) {
    distances.subList(hop, distances.size()).clear();
  }

  /** Distance of the last hop that answered. */
  private int length() {
    int length = distances.size();
    while (length > 0 && distances.get(length - 1).latencies.isEmpty()) {
      length--;
    }
    return length;
  }

  /** The address at each distance, {@code *} where nobody answered. */
  List<String> addresses() {
    return distances.subList(0, length()).stream()
        .map(distance -> Optional.ofNullable(distance.address()).orElse(NOBODY))
        .toList();
  }
}
