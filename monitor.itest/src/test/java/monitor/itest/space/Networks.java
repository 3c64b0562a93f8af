package monitor.itest.space;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What happens between the machines (T9): cables that are pulled, and routes into nowhere. */
final class Networks {
  private static final int SHORTEST_MILLIS = 300;

  private Networks() {}

  /**
   * Every one of them.
   *
   * @param longest that one lasts
   */
  static List<Blow> all(Duration longest) {
    return List.of(
        cable("CABLE OF AN AGENT", Fleet.AGENTS, longest),
        cable("CABLE OF A COLLECTOR", Fleet.COLLECTORS, longest),
        cable("CABLE OF THE DATABASE", List.of(Fleet.DATABASE), longest),
        hole("NO WAY TO A COLLECTOR", Fleet.AGENTS, Fleet.COLLECTORS, longest),
        hole("NO WAY BACK TO AN AGENT", Fleet.COLLECTORS, Fleet.AGENTS, longest),
        hole("NO WAY TO THE DATABASE", Fleet.COLLECTORS, List.of(Fleet.DATABASE), longest),
        hole("NO WAY BACK TO A COLLECTOR", List.of(Fleet.DATABASE), Fleet.COLLECTORS, longest));
  }

  private static Blow cable(String name, List<String> hosts, Duration longest) {
    return new Blow(
        name,
        (fleet, random) -> {
          String host = any(hosts, random);
          fleet.space().cable(host, false);
          try {
            last(longest, random);
          } finally {
            fleet.space().cable(host, true);
          }
        });
  }

  private static Blow hole(String name, List<String> from, List<String> to, Duration longest) {
    return new Blow(
        name,
        (fleet, random) -> {
          String near = any(from, random);
          String far = any(to, random);
          fleet.space().blackhole(near, far, true);
          try {
            last(longest, random);
          } finally {
            fleet.space().blackhole(near, far, false);
          }
        });
  }

  /** An agent is alone, and a collector without its database, for so long. */
  static Blow partition(Duration time) {
    return new Blow(
        "PARTITION",
        (fleet, random) -> {
          Space space = fleet.space();
          String agent = any(Fleet.AGENTS, random);
          String collector = any(Fleet.COLLECTORS, random);
          space.cable(agent, false);
          space.blackhole(collector, Fleet.DATABASE, true);
          try {
            LockSupport.parkNanos(time.toNanos());
          } finally {
            space.blackhole(collector, Fleet.DATABASE, false);
            space.cable(agent, true);
          }
        });
  }

  private static String any(List<String> hosts, Random random) {
    return hosts.get(random.nextInt(hosts.size()));
  }

  private static void last(Duration longest, Random random) {
    long millis = SHORTEST_MILLIS + random.nextInt((int) longest.toMillis());
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
