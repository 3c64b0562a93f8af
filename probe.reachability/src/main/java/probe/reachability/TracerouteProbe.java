package probe.reachability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.event.Attributes;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult.Traceroute;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The way to a target over IP version 4 and 6, by datagrams or echo requests whose hops are
 * limited. Parameters: {@code method} (udp or icmp), {@code flows} (1 to 16 at once, each of which
 * keeps to its path), {@code hops} (at most, default 30), {@code port} (33434), {@code limit}
 * (seconds that a trace may take, default 20), {@code family} (4 or 6).
 */
@Component(service = Probe.class)
@ProbeProperties(probe = "traceroute", uses = Capability.RAW_SOCKET)
public final class TracerouteProbe implements DetailedProbe {
  private static final String FLOW = "traceroute.flow.";

  private final Resolver resolver;
  private final long nonce = new SecureRandom().nextLong();

  /** A probe that holds nothing between its rounds. */
  @Activate
  public TracerouteProbe(@Reference Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public Round round(Target target, Grant grant) throws InterruptedException {
    InetAddress to;
    try {
      to =
          resolver.resolve(
              target.address(), Parameters.family(target.parameters()), target.timeout());
    } catch (UnknownHostException e) {
      return new Round(failed(e), Attributes.EMPTY);
    }
    Attributes details = Attributes.of(Details.ADDRESS, to.getHostAddress());
    List<Flow> flows = new ArrayList<>();
    try {
      TraceSettings settings = TraceSettings.of(target.parameters());
      for (int i = 0; i < settings.flows(); i++) {
        flows.add(open(settings, to, i, grant.granted().contains(Capability.RAW_SOCKET)));
      }
      Trace trace = new Trace(settings, flows, target.samples(), target.timeout());
      Traceroute result = trace.run();
      List<List<String>> paths = trace.paths();
      for (int i = 0; i < paths.size(); i++) {
        details = details.with(FLOW + (i + 1), paths.get(i));
      }
      return new Round(result, details);
    } catch (IOException e) {
      return new Round(failed(e), details);
    } finally {
      flows.forEach(Flow::close);
    }
  }

  private static Traceroute failed(IOException e) {
    return new Traceroute(List.of(), false, 0, List.of(String.valueOf(e.getMessage())));
  }

  private Flow open(TraceSettings settings, InetAddress to, int index, boolean raw)
      throws IOException {
    long known = nonce ^ (to.hashCode() * 31L + index) * 0x9e3779b97f4a7c15L;
    return settings.echo()
        ? EchoFlow.open(to, known, raw)
        : UdpFlow.open(new InetSocketAddress(to, settings.port() + index), known);
  }

  @Override
  public List<String> check(Target target) {
    List<String> problems = Parameters.unknown(target.parameters(), TraceSettings.names());
    Parameters.check(problems, () -> Parameters.family(target.parameters()));
    Parameters.check(problems, () -> TraceSettings.of(target.parameters()));
    return problems;
  }
}
