package monitor.api.probe;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What came out of one round. Times are milliseconds. Complete: what other probes measure is a
 * {@link Plugin}, and what else there is to tell of a round its {@link Round#details}; so a switch
 * over it needs no default branch.
 */
@ProviderType
public sealed interface ProbeResult {
  /** Whether the target is reachable as this probe understands it. */
  boolean successful();

  /** Response time in milliseconds; null when there was none. */
  @Nullable Double responseMillis();

  /** Why it failed, one sentence; null when it did not. */
  @Nullable String error();

  /**
   * ICMP echo.
   *
   * @param successes answers received
   * @param failures packets without an answer
   * @param latenciesMillis round trip of each answer, in the order of the packets
   * @param errors one for each different failure
   * @param resolvedAddress address that was probed; null if the name did not resolve
   */
  record Ping(
      int successes,
      int failures,
      List<Double> latenciesMillis,
      List<String> errors,
      @Nullable String resolvedAddress)
      implements ProbeResult {
    /** Copies the lists. */
    public Ping {
      latenciesMillis = List.copyOf(latenciesMillis);
      errors = List.copyOf(errors);
    }

    @Override
    public boolean successful() {
      return successes > 0;
    }

    /** The average of the latencies. */
    @Override
    public @Nullable Double responseMillis() {
      OptionalDouble mean = latenciesMillis.stream().mapToDouble(Double::doubleValue).average();
      return mean.isPresent() ? mean.getAsDouble() : null;
    }

    @Override
    public @Nullable String error() {
      return errors.isEmpty() ? null : String.join("; ", errors);
    }
  }

  /**
   * The way to a target.
   *
   * @param hops from near to far
   * @param targetReached whether the last hop is the target
   * @param totalMillis how long the whole trace took
   * @param errors what went wrong on the way
   */
  record Traceroute(List<Hop> hops, boolean targetReached, double totalMillis, List<String> errors)
      implements ProbeResult {
    /** Copies the lists. */
    public Traceroute {
      hops = List.copyOf(hops);
      errors = List.copyOf(errors);
    }

    /**
     * One router.
     *
     * @param distance hops from here, from 1
     * @param address who answered; null if nobody did
     * @param latenciesMillis round trip of each answer
     * @param lost packets without an answer
     */
    public record Hop(
        int distance, @Nullable String address, List<Double> latenciesMillis, int lost) {
      /** Copies the list. */
      public Hop {
        latenciesMillis = List.copyOf(latenciesMillis);
      }
    }

    @Override
    public boolean successful() {
      return targetReached;
    }

    @Override
    public @Nullable Double responseMillis() {
      return targetReached ? totalMillis : null;
    }

    @Override
    public @Nullable String error() {
      return errors.isEmpty() ? null : String.join("; ", errors);
    }
  }

  /**
   * A TCP connection.
   *
   * @param connected whether it was made
   * @param responseMillis how long that took; null if it was not made
   * @param error why not
   * @param resolvedAddress address that was connected to
   */
  record TcpConnect(
      boolean connected,
      @Nullable Double responseMillis,
      @Nullable String error,
      @Nullable String resolvedAddress)
      implements ProbeResult {
    @Override
    public boolean successful() {
      return connected;
    }
  }

  /**
   * A UDP exchange.
   *
   * @param successful whether the expected answer came
   * @param responseMillis how long it took; null without an answer
   * @param error why it failed
   * @param resolvedAddress address that was sent to
   */
  record UdpConnect(
      boolean successful,
      @Nullable Double responseMillis,
      @Nullable String error,
      @Nullable String resolvedAddress)
      implements ProbeResult {}

  /**
   * An HTTP request, with whatever method.
   *
   * @param statusCode of the answer; null without one
   * @param responseMillis until the body was read; null without an answer
   * @param responseBytes size of the body; null without an answer
   * @param error why it failed
   * @param successful whether the answer was what is expected
   */
  record HttpGet(
      @Nullable Integer statusCode,
      @Nullable Double responseMillis,
      @Nullable Long responseBytes,
      @Nullable String error,
      boolean successful)
      implements ProbeResult {}

  /**
   * The result of a probe that a plugin defines.
   *
   * @param name of the plugin
   * @param version of the plugin
   * @param successful whether the target is reachable
   * @param responseMillis how long it took; null if unknown
   * @param error why it failed
   * @param data anything else
   */
  record Plugin(
      String name,
      String version,
      boolean successful,
      @Nullable Double responseMillis,
      @Nullable String error,
      Map<String, String> data)
      implements ProbeResult {
    /** Copies the map. */
    public Plugin {
      data = Map.copyOf(data);
    }
  }
}
