package collector.metrics;

import java.io.IOException;
import monitor.api.event.Series;

/**
 * Traffic of network interfaces, from {@code /proc/net/dev} (proc(5)); none that never carried a
 * packet.
 */
final class NetworkMeter implements Meter {
  private static final int HEADER_LINES = 2;

  private final Scan scan;
  private final String file;
  private final NamePatterns excluded;
  private final Known<Interface> interfaces = new Known<>(this::open);

  /** One direction of an interface. */
  private record Direction(Series bytes, Series packets, Series errors, Series dropped) {
    static Direction of(String name, String direction) {
      return new Direction(
          series("system.network.io", "By", name, direction),
          series("system.network.packet.count", "{packet}", name, direction),
          series("system.network.errors", "{error}", name, direction),
          series("system.network.packet.dropped", "{packet}", name, direction));
    }

    private static Series series(String name, String unit, String device, String direction) {
      return Series.counter(name, unit)
          .with("network.interface.name", device)
          .with("network.io.direction", direction);
    }

    void add(Round round, long byteCount, long packetCount, long errorCount, long dropCount) {
      round.add(bytes, byteCount);
      round.add(packets, packetCount);
      round.add(errors, errorCount);
      round.add(dropped, dropCount);
    }
  }

  private record Interface(boolean wanted, Direction receive, Direction transmit) {}

  NetworkMeter(Scan scan, HostFiles host, NamePatterns excluded) {
    this.scan = scan;
    this.file = host.view("net/dev");
    this.excluded = excluded;
  }

  private Interface open(String name) {
    return new Interface(
        !excluded.matches(name), Direction.of(name, "receive"), Direction.of(name, "transmit"));
  }

  @Override
  public void measure(Round round) throws IOException {
    scan.open(file);
    for (int i = 0; i < HEADER_LINES; i++) {
      scan.nextLine();
    }
    for (; scan.hasMore(); scan.nextLine()) {
      Interface found = interfaces.get(scan.upTo(':'));
      if (found.wanted()) {
        measure(round, found);
      }
    }
    interfaces.sweep(gone -> {});
  }

  /** Columns: bytes, packets, errors, drops and four more, for each direction. */
  private void measure(Round round, Interface found) {
    long bytesIn = scan.number();
    long packetsIn = scan.number();
    long errorsIn = scan.number();
    long droppedIn = scan.number();
    scan.skipWords(4);
    long bytesOut = scan.number();
    long packetsOut = scan.number();
    if (packetsIn + packetsOut > 0) {
      found.receive().add(round, bytesIn, packetsIn, errorsIn, droppedIn);
      found.transmit().add(round, bytesOut, packetsOut, scan.number(), scan.number());
    }
  }
}
