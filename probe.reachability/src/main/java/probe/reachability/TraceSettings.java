package probe.reachability;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to trace.
 *
 * @param echo whether by echo requests; else by datagrams
 * @param flows how many at once
 * @param hops how far at most
 * @param port that datagrams of the first flow are sent to; those of the next to the next
 * @param limit how long a trace may take
 */
record TraceSettings(boolean echo, int flows, int hops, int port, Duration limit) {
  private static final String METHOD = "method";
  private static final String FLOWS = "flows";
  private static final String HOPS = "hops";
  private static final String LIMIT = "limit";
  private static final int MOST_FLOWS = 16;

  /** Where traceroute has always sent to, because hardly anybody listens there. */
  private static final int PORT = 33_434;

  /**
   * From the parameters of a target.
   *
   * @throws IllegalArgumentException if one of them is wrong
   */
  static TraceSettings of(Map<String, String> parameters) {
    String method = parameters.getOrDefault(METHOD, "udp");
    if (!List.of("udp", "icmp").contains(method)) {
      throw new IllegalArgumentException(
          "parameter method: '%s' is neither udp nor icmp".formatted(method));
    }
    return new TraceSettings(
        method.equals("icmp"),
        Parameters.number(parameters, FLOWS, 1, 1, MOST_FLOWS),
        Parameters.number(parameters, HOPS, 30, 1, 64),
        Parameters.number(parameters, Parameters.PORT, PORT, 1, 65_535 - MOST_FLOWS),
        Duration.ofSeconds(Parameters.number(parameters, LIMIT, 20, 1, 600)));
  }

  /** The parameters that there are. */
  static String[] names() {
    return new String[] {METHOD, FLOWS, HOPS, Parameters.PORT, LIMIT, Parameters.FAMILY};
  }
}
