package probe.reachability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import monitor.api.capability.Grant;
import monitor.api.event.Attributes;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult.TcpConnect;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A TCP connection, closed as soon as it is made; of several samples, the mean of those that were
 * made. Parameters: {@code family} (4 or 6), {@code port} where the address has none.
 */
@Component(service = Probe.class)
@ProbeProperties(probe = "tcp")
public final class TcpProbe implements DetailedProbe {
  private final Resolver resolver;

  /** A probe that holds nothing between its rounds. */
  @Activate
  public TcpProbe(@Reference Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public Round round(Target target, Grant grant) throws InterruptedException {
    InetSocketAddress to;
    try {
      to = HostPort.of(target).resolve(resolver, target);
    } catch (UnknownHostException e) {
      return new Round(new TcpConnect(false, null, e.getMessage(), null), Attributes.EMPTY);
    }
    String late = "no connection within " + Durations.text(target.timeout());
    Samples<Long> samples =
        Samples.times(target, () -> connect(to, target.timeout()), e -> Failures.reason(e, late));
    String address = to.getAddress().getHostAddress();
    TcpConnect result =
        new TcpConnect(samples.answered(), samples.meanMillis(), samples.error(), address);
    return new Round(result, samples.details());
  }

  private static long connect(InetSocketAddress to, Duration timeout) throws IOException {
    try (Socket socket = new Socket()) {
      long begin = System.nanoTime();
      socket.connect(to, (int) Math.max(1, timeout.toMillis()));
      return System.nanoTime() - begin;
    }
  }

  @Override
  public List<String> check(Target target) {
    List<String> problems =
        Parameters.unknown(target.parameters(), Parameters.FAMILY, Parameters.PORT);
    Parameters.check(problems, () -> Parameters.family(target.parameters()));
    Parameters.check(problems, () -> HostPort.of(target));
    return problems;
  }
}
