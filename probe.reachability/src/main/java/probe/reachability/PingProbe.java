package probe.reachability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.ProbeResult.Ping;
import monitor.api.probe.Target;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import probe.reachability.Pinger.Answer;
import probe.reachability.Pinger.Echo;

/**
 * ICMP echo over IP version 4 and 6. Parameters: {@code family} (4 or 6), {@code size} (bytes of
 * the payload, 8 to 1,400, default 56), {@code gap} (milliseconds between the packets of a round, 0
 * to 10,000, default 100, at most the timeout).
 */
@Component
@ProbeProperties(probe = "ping", uses = Capability.RAW_SOCKET)
public final class PingProbe implements Probe {
  private static final String SIZE = "size";
  private static final String GAP = "gap";

  private final Resolver resolver;
  private final Pinger pinger4 = new Pinger(IcmpFamily.V4);
  private final Pinger pinger6 = new Pinger(IcmpFamily.V6);

  /** A probe that opens no socket before its first target. */
  @Activate
  public PingProbe(@Reference Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public ProbeResult probe(Target target, Grant grant) throws InterruptedException {
    InetAddress address;
    try {
      address =
          resolver.resolve(
              target.address(), Parameters.family(target.parameters()), target.timeout());
    } catch (UnknownHostException e) {
      return new Ping(
          0, target.samples(), List.of(), List.of(String.valueOf(e.getMessage())), null);
    }
    boolean raw = grant.granted().contains(Capability.RAW_SOCKET);
    Pinger pinger = IcmpFamily.of(address) == IcmpFamily.V4 ? pinger4 : pinger6;
    return round(target, address, pinger, raw);
  }

  private static Ping round(Target target, InetAddress address, Pinger pinger, boolean raw)
      throws InterruptedException {
    List<Echo> sent = new ArrayList<>();
    Set<String> errors = new LinkedHashSet<>();
    Duration gap = gap(target);
    for (int i = 0; i < target.samples(); i++) {
      if (i > 0) {
        Thread.sleep(gap);
      }
      try {
        sent.add(pinger.send(address, size(target), raw));
      } catch (IOException e) {
        errors.add(String.valueOf(e.getMessage()));
      }
    }
    List<Double> latencies = new ArrayList<>();
    for (Echo echo : sent) {
      switch (echo.await(target.timeout())) {
        case Answer.Reply reply -> latencies.add(Durations.millis(reply.nanos()));
        case Answer.Failure failure -> errors.add(failure.reason());
      }
    }
    int successes = latencies.size();
    return new Ping(
        successes,
        target.samples() - successes,
        latencies,
        List.copyOf(errors),
        address.getHostAddress());
  }

  private static int size(Target target) {
    return Parameters.number(target.parameters(), SIZE, 56, 8, 1400);
  }

  private static Duration gap(Target target) {
    Duration gap = Duration.ofMillis(Parameters.number(target.parameters(), GAP, 100, 0, 10_000));
    return gap.compareTo(target.timeout()) > 0 ? target.timeout() : gap;
  }

  @Override
  public List<String> check(Target target) {
    List<String> problems = Parameters.unknown(target.parameters(), Parameters.FAMILY, SIZE, GAP);
    Parameters.check(problems, () -> Parameters.family(target.parameters()));
    Parameters.check(problems, () -> size(target));
    Parameters.check(problems, () -> gap(target));
    return problems;
  }

  /** Closes its sockets; rounds on their way fail. */
  @Deactivate
  public void close() {
    pinger4.close();
    pinger6.close();
  }
}
