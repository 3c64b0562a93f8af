package monitor.api.probe;

import java.time.Duration;
import java.util.Map;

/**
 * What a probe tests.
 *
 * @param address host name, address, {@code host:port} or URL, as the probe asks for
 * @param timeout for each sample
 * @param samples how many to take in a round, at least 1
 * @param parameters further settings of this probe
 */
public record Target(
    String address, Duration timeout, int samples, Map<String, String> parameters) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the address is empty, the timeout not positive or samples
   *     less than 1
   */
  public Target {
    if (address.isBlank()) {
      throw new IllegalArgumentException("a target needs an address");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the timeout of target " + address + " must be positive");
    }
    if (samples < 1) {
      throw new IllegalArgumentException("target " + address + " needs at least one sample");
    }
    parameters = Map.copyOf(parameters);
  }
}
