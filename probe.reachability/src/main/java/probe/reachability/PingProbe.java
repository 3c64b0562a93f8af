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
import monitor.api.event.Attributes;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult.Ping;
import monitor.api.probe.Round;
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
@Component(service = Probe.class)
@ProbeProperties(probe = "ping", uses = Capability.RAW_SOCKET)
public final class PingProbe implements DetailedProbe {
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
  public Round round(Target target, Grant grant) throws InterruptedException {
    InetAddress address;
    try {
      address =
          resolver.resolve(
              target.address(), Parameters.family(target.parameters()), target.timeout());
    } catch (UnknownHostException e) {
      List<String> errors = List.of(String.valueOf(e.getMessage()));
      return new Round(new Ping(0, target.samples(), List.of(), errors, null), Attributes.EMPTY);
    }
    boolean raw = grant.granted().contains(Capability.RAW_SOCKET);
    Pinger pinger = IcmpFamily.of(address) == IcmpFamily.V4 ? pinger4 : pinger6;
    List<Echo> sent = new ArrayList<>();
    try {
      return round(target, address, pinger, raw, sent);
    } finally {
      sent.forEach(Echo::forget);
    }
  }

  private static Round round(
      Target target, InetAddress address, Pinger pinger, boolean raw, List<Echo> sent)
      throws InterruptedException {
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
    List<Answer.Reply> replies = new ArrayList<>();
    for (Echo echo : sent) {
      switch (echo.await(target.timeout())) {
        case Answer.Reply reply -> replies.add(reply);
        case Answer.Failure failure -> errors.add(failure.reason());
      }
    }
    int further = sent.stream().mapToInt(Echo::further).sum();
    Ping result =
        new Ping(
            replies.size(),
            target.samples() - replies.size(),
            replies.stream().map(reply -> Durations.millis(reply.nanos())).toList(),
            List.copyOf(errors),
            address.getHostAddress());
    return new Round(result, new Arrivals(replies, further).details());
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
