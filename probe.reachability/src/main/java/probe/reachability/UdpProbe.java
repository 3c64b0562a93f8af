package probe.reachability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import monitor.api.capability.Grant;
import monitor.api.event.Attributes;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult.UdpConnect;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A datagram that is answered; of several samples, the mean of the answered ones. Parameters:
 * {@code payload} (text to send) or {@code payload-hex}, {@code expect} (text that the answer must
 * contain; any answer if not given), {@code family} (4 or 6), {@code port} where the address has
 * none.
 */
@Component(service = Probe.class)
@ProbeProperties(probe = "udp")
public final class UdpProbe implements DetailedProbe {
  private static final String PAYLOAD = "payload";
  private static final String PAYLOAD_HEX = "payload-hex";
  private static final String EXPECT = "expect";
  private static final int LARGEST = 65_535;

  private final Resolver resolver;

  /** A probe that holds nothing between its rounds. */
  @Activate
  public UdpProbe(@Reference Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public Round round(Target target, Grant grant) throws InterruptedException {
    InetSocketAddress to;
    try {
      to = HostPort.of(target).resolve(resolver, target);
    } catch (UnknownHostException e) {
      return new Round(new UdpConnect(false, null, e.getMessage(), null), Attributes.EMPTY);
    }
    String late = "no answer within " + Durations.text(target.timeout());
    Samples<Long> samples =
        Samples.times(target, () -> exchange(to, target), e -> Failures.reason(e, late));
    String address = to.getAddress().getHostAddress();
    UdpConnect result =
        new UdpConnect(samples.answered(), samples.meanMillis(), samples.error(), address);
    return new Round(result, samples.details());
  }

  /**
   * Nanoseconds until the expected answer; other answers are passed over. A channel, because a
   * socket with a timeout does not tell that the port is unreachable; closing it is the timeout.
   */
  private static long exchange(InetSocketAddress to, Target target) throws IOException {
    byte[] payload = payload(target.parameters());
    String expected = target.parameters().getOrDefault(EXPECT, "");
    try (Deadline deadline = new Deadline(target.timeout());
        DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(to);
      deadline.closes(channel);
      long begin = System.nanoTime();
      channel.write(ByteBuffer.wrap(payload));
      ByteBuffer answer = ByteBuffer.allocate(LARGEST);
      do {
        channel.read(answer.clear());
      } while (!text(answer).contains(expected));
      return System.nanoTime() - begin;
    }
  }

  private static String text(ByteBuffer answer) {
    return StandardCharsets.UTF_8.decode(answer.flip()).toString();
  }

  private static byte[] payload(Map<String, String> parameters) {
    String hex = parameters.get(PAYLOAD_HEX);
    if (hex == null) {
      return sendable(
          PAYLOAD, parameters.getOrDefault(PAYLOAD, "\n").getBytes(StandardCharsets.UTF_8));
    }
    return sendable(PAYLOAD_HEX, bytes(hex));
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "parameter payload-hex: '%s' is not a row of hexadecimal bytes".formatted(hex), e);
    }
  }

  /** Java does not send a datagram without content over a connected channel. */
  private static byte[] sendable(String name, byte[] payload) {
    if (payload.length == 0) {
      throw new IllegalArgumentException("parameter %s: must not be empty".formatted(name));
    }
    return payload;
  }

  @Override
  public List<String> check(Target target) {
    List<String> problems =
        Parameters.unknown(
            target.parameters(), Parameters.FAMILY, Parameters.PORT, PAYLOAD, PAYLOAD_HEX, EXPECT);
    Parameters.check(problems, () -> Parameters.family(target.parameters()));
    Parameters.check(problems, () -> HostPort.of(target));
    Parameters.check(problems, () -> payload(target.parameters()));
    return problems;
  }
}
