package probe.reachability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import monitor.api.capability.Grant;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.ProbeResult.UdpConnect;
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
@Component
@ProbeProperties(probe = "udp")
public final class UdpProbe implements Probe {
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
  public ProbeResult probe(Target target, Grant grant) throws InterruptedException {
    InetSocketAddress to;
    try {
      to = HostPort.of(target).resolve(resolver, target);
    } catch (UnknownHostException e) {
      return new UdpConnect(false, null, e.getMessage(), null);
    }
    Samples samples =
        Samples.take(target, () -> exchange(to, target), e -> reason(e, target.timeout()));
    String address = to.getAddress().getHostAddress();
    return new UdpConnect(samples.answered(), samples.meanMillis(), samples.error(), address);
  }

  /**
   * Nanoseconds until the expected answer; other answers are passed over. A channel, because a
   * socket with a timeout does not tell that the port is unreachable; closing it is the timeout.
   */
  private static long exchange(InetSocketAddress to, Target target) throws IOException {
    byte[] payload = payload(target.parameters());
    String expected = target.parameters().getOrDefault(EXPECT, "");
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(to);
      Thread timeout = Thread.startVirtualThread(() -> closeAfter(target.timeout(), channel));
      try {
        long begin = System.nanoTime();
        channel.write(ByteBuffer.wrap(payload));
        ByteBuffer answer = ByteBuffer.allocate(LARGEST);
        do {
          channel.read(answer.clear());
        } while (!text(answer).contains(expected));
        return System.nanoTime() - begin;
      } finally {
        timeout.interrupt();
      }
    }
  }

  private static void closeAfter(Duration time, DatagramChannel channel) {
    try {
      Thread.sleep(time);
      channel.close();
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt();
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

  private static String reason(IOException cause, Duration timeout) {
    return switch (cause) {
      case AsynchronousCloseException e -> "no answer within " + Durations.text(timeout);
      case PortUnreachableException e -> "port unreachable";
      default -> String.valueOf(cause.getMessage());
    };
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
