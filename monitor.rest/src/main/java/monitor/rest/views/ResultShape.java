package monitor.rest.views;

import java.util.List;
import java.util.Map;
import monitor.api.probe.ProbeResult;
import org.jspecify.annotations.Nullable;

/** The result of a probe, as the API writes it. */
public sealed interface ResultShape {
  /** ICMP echo. */
  record Ping(
      int successes,
      int failures,
      List<Double> latenciesMillis,
      @Nullable Double averageMillis,
      List<String> errors,
      @Nullable String resolvedAddress)
      implements ResultShape {}

  /** The way to a target. */
  record Traceroute(
      List<ProbeResult.Traceroute.Hop> hops,
      boolean targetReached,
      double totalMillis,
      List<String> errors)
      implements ResultShape {}

  /** A TCP connection. */
  record TcpConnect(
      boolean connected,
      @Nullable Double connectMillis,
      @Nullable String error,
      @Nullable String resolvedAddress)
      implements ResultShape {}

  /** A UDP exchange. */
  record UdpConnect(
      boolean successful,
      @Nullable Double responseMillis,
      @Nullable String error,
      @Nullable String resolvedAddress)
      implements ResultShape {}

  /** An HTTP request. */
  record HttpGet(
      @Nullable Integer statusCode,
      @Nullable Double responseMillis,
      @Nullable Long responseBytes,
      @Nullable String error,
      boolean successful)
      implements ResultShape {}

  /** The result of a plugin's probe. */
  record Plugin(
      String name,
      String version,
      boolean successful,
      @Nullable Double responseMillis,
      @Nullable String error,
      Map<String, String> data)
      implements ResultShape {}

  /** Of a result. */
  static ResultShape of(ProbeResult result) {
    return switch (result) {
      case ProbeResult.Ping r ->
          new Ping(
              r.successes(),
              r.failures(),
              r.latenciesMillis(),
              r.responseMillis(),
              r.errors(),
              r.resolvedAddress());
      case ProbeResult.Traceroute r ->
          new Traceroute(r.hops(), r.targetReached(), r.totalMillis(), r.errors());
      case ProbeResult.TcpConnect r ->
          new TcpConnect(r.connected(), r.responseMillis(), r.error(), r.resolvedAddress());
      case ProbeResult.UdpConnect r ->
          new UdpConnect(r.successful(), r.responseMillis(), r.error(), r.resolvedAddress());
      case ProbeResult.HttpGet r ->
          new HttpGet(
              r.statusCode(), r.responseMillis(), r.responseBytes(), r.error(), r.successful());
      case ProbeResult.Plugin r ->
          new Plugin(
              r.name(), r.version(), r.successful(), r.responseMillis(), r.error(), r.data());
    };
  }
}
