package probe.reachability;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import monitor.api.capability.Grant;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.ProbeResult.TcpConnect;
import monitor.api.probe.Target;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A TCP connection, closed as soon as it is made; of several samples, the mean of those that were
 * made. Parameters: {@code family} (4 or 6), {@code port} where the address has none.
 */
@Component
@ProbeProperties(probe = "tcp")
public final class TcpProbe implements Probe {
  private final Resolver resolver;

  /** A probe that holds nothing between its rounds. */
  @Activate
  public TcpProbe(@Reference Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public ProbeResult probe(Target target, Grant grant) throws InterruptedException {
    InetSocketAddress to;
    try {
      to = HostPort.of(target).resolve(resolver, target);
    } catch (UnknownHostException e) {
      return new TcpConnect(false, null, e.getMessage(), null);
    }
    Samples samples =
        Samples.take(target, () -> connect(to, target.timeout()), e -> reason(e, target.timeout()));
    String address = to.getAddress().getHostAddress();
    return new TcpConnect(samples.answered(), samples.meanMillis(), samples.error(), address);
  }

  private static long connect(InetSocketAddress to, Duration timeout) throws IOException {
    try (Socket socket = new Socket()) {
      long begin = System.nanoTime();
      socket.connect(to, (int) Math.max(1, timeout.toMillis()));
      return System.nanoTime() - begin;
    }
  }

  private static String reason(IOException cause, Duration timeout) {
    return switch (cause) {
      case SocketTimeoutException e -> "no connection within " + Durations.text(timeout);
      case ConnectException e when String.valueOf(e.getMessage()).contains("refused") ->
          "connection refused";
      default -> String.valueOf(cause.getMessage());
    };
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
