package collector.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import monitor.api.event.Event;
import monitor.api.event.Flow;
import monitor.api.event.Sample;
import monitor.api.status.Status;
import monitor.testkit.Ending;
import monitor.testkit.SourceDeclaration;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real packets over a pair of interfaces between two namespaces. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LiveCaptureTest {
  /** For what takes a second or less, on a machine that is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Namespaces net;
  private SourceHarness harness;

  @BeforeAll
  static void look() {
    assumeTrue(Namespaces.possible(), "not run: network namespaces cannot be made here");
  }

  @BeforeEach
  void open() throws Exception {
    net = new Namespaces();
  }

  @AfterEach
  void close() throws Exception {
    if (harness != null) {
      harness.close();
    }
    net.close();
  }

  private void start(Map<String, Object> settings) throws Exception {
    Map<String, Object> all =
        new TreeMap<>(Map.of("interfaces", new String[] {"near"}, "interval", "1s"));
    all.putAll(settings);
    TrafficSource source = new TrafficSource(TestConfiguration.of(TrafficConfiguration.class, all));
    harness =
        SourceHarness.of(net.inNear(source), SourceDeclaration.of(TrafficSource.class)).start();
  }

  /** Waits until packets are seen: metrics come every second as soon as an interface is watched. */
  private void awaitCapture(String name) throws Exception {
    int before = harness.recorded().events().size();
    harness.await(
        () ->
            harness.recorded().events().stream()
                .skip(before)
                .anyMatch(event -> isSample(event, "traffic.io", name)),
        PATIENCE,
        "a capture on " + name);
  }

  private static boolean isSample(Event event, String series, String name) {
    return event.payload() instanceof Sample sample
        && sample.series().name().equals(series)
        && name.equals(sample.series().attributes().get("network.interface.name"));
  }

  private double last(String series, Map<String, Object> attributes) {
    return harness.recorded().events().stream()
        .filter(event -> event.payload() instanceof Sample)
        .map(event -> (Sample) event.payload())
        .filter(sample -> sample.series().name().equals(series))
        .filter(s -> s.series().attributes().asMap().entrySet().containsAll(attributes.entrySet()))
        .reduce(0.0, (before, sample) -> sample.value(), (a, b) -> b);
  }

  private List<Event> flows() {
    return harness.recorded().events().stream()
        .filter(event -> event.payload() instanceof Flow)
        .toList();
  }

  private Flow flow(int port) {
    return flows().stream()
        .map(event -> (Flow) event.payload())
        .filter(flow -> flow.destinationPort() == port)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no flow to port " + port + " in " + flows()));
  }

  /** Segments of the flow to a port that were seen again. */
  private long sentAgain(int port) {
    return flows().stream()
        .filter(event -> event.payload().equals(flow(port)))
        .mapToLong(event -> (Long) event.attributes().asMap().get("tcp.retransmissions"))
        .sum();
  }

  private void send(String to, int port, int count, int size) throws Exception {
    net.inNear(() -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        byte[] bytes = new byte[size];
        InetAddress address = InetAddress.getByName(to);
        for (int i = 0; i < count; i++) {
          socket.send(new DatagramPacket(bytes, size, address, port));
        }
      }
      return 0;
    });
  }

  /** A connection over which that much goes each way. */
  private void exchange(int port, int there, int back) throws Exception {
    CompletableFuture<Integer> listening = new CompletableFuture<>();
    CompletableFuture<Void> served =
        CompletableFuture.runAsync(() -> {
          try {
            net.inFar(() -> {
              try (ServerSocket server = new ServerSocket()) {
                server.bind(new InetSocketAddress(Namespaces.FAR, port));
                listening.complete(server.getLocalPort());
                try (Socket peer = server.accept()) {
                  assertThat(peer.getInputStream().readNBytes(there)).hasSize(there);
                  peer.getOutputStream().write(new byte[back]);
                }
              }
              return 0;
            });
          } catch (Exception e) {
            listening.completeExceptionally(e);
            throw new IllegalStateException(e);
          }
        });
    listening.get(30, TimeUnit.SECONDS);
    net.inNear(() -> {
      try (Socket socket = new Socket(Namespaces.FAR, port)) {
        socket.getOutputStream().write(new byte[there]);
        InputStream in = socket.getInputStream();
        assertThat(in.readNBytes(back)).hasSize(back);
      }
      return 0;
    });
    served.get(30, TimeUnit.SECONDS);
  }

  @Test
  void countsWhatTheKernelCountsAndWhatWasSent() throws Exception {
    start(Map.of("flows.idle", "2s"));
    awaitCapture("near");
    send(Namespaces.FAR, 9999, 500, 100);
    exchange(8080, 1_000_000, 2_000_000);
    harness.await(
        () ->
            flows().stream().anyMatch(e -> ((Flow) e.payload()).destinationPort() == 8080)
                && flows().stream().anyMatch(e -> ((Flow) e.payload()).destinationPort() == 9999),
        PATIENCE,
        "both flows");
    Flow datagrams = flow(9999);
    assertThat(datagrams.packetsSent()).isEqualTo(500);
    assertThat(datagrams.bytesSent()).isEqualTo(500L * (14 + 20 + 8 + 100));
    Flow connection = flow(8080);
    assertThat(connection.state()).isEqualTo("closed");
    assertThat(connection.sourceAddress()).isEqualTo(Namespaces.NEAR);
    assertThat(connection.destinationAddress()).isEqualTo(Namespaces.FAR);
    // Ethernet, IP and TCP with all options add 94 bytes to a segment; a busy host sends some
    // again.
    long again = 65_535 * sentAgain(8080);
    assertThat(connection.bytesSent())
        .isBetween(1_000_000L, 1_000_000L + connection.packetsSent() * 94 + again);
    assertThat(connection.bytesReceived())
        .isBetween(2_000_000L, 2_000_000L + connection.packetsReceived() * 94 + again);

    awaitTheCountsOfTheKernel();
    assertThat(last("traffic.packets.dropped", Map.of("reason", "kernel"))).isZero();
    assertThat(last("traffic.protocol.io", Map.of("network.protocol.name", "http")))
        .isEqualTo(connection.bytesSent() + connection.bytesReceived());
    assertThat(harness.stop(PATIENCE)).isEqualTo(Ending.ASKED);
    assertThat(harness.recorded().violations()).isEmpty();
  }

  /** Compares at a moment of silence: now and then ARP asks whether the other side is there. */
  private void awaitTheCountsOfTheKernel() throws Exception {
    Map<String, Object> in = Map.of("network.io.direction", "receive");
    Map<String, Object> out = Map.of("network.io.direction", "transmit");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<Double> kernel = statistics();
    List<Double> ours = List.of();
    while (!kernel.equals(ours) && System.nanoTime() - deadline < 0) {
      awaitCapture("near"); // a report that may have begun before
      awaitCapture("near");
      ours =
          List.of(
              last("traffic.io", in),
              last("traffic.packets", in),
              last("traffic.io", out),
              last("traffic.packets", out));
      kernel = statistics();
    }
    assertThat(ours).isEqualTo(kernel);
  }

  /** What the interface counted: bytes and packets, received and sent. */
  private List<Double> statistics() throws Exception {
    String text = net.near("-s", "link", "show", "dev", "near");
    Matcher numbers =
        Pattern.compile("RX:.*\\n\\s+(\\d+)\\s+(\\d+).*\\n\\s+TX:.*\\n\\s+(\\d+)\\s+(\\d+)")
            .matcher(text);
    assertThat(numbers.find()).as(text).isTrue();
    return Stream.of(1, 2, 3, 4).map(numbers::group).map(Double::valueOf).toList();
  }

  @Test
  void watchesAnInterfaceThatComesGoesAndComesAgain() throws Exception {
    net.near("link", "del", "near");
    start(Map.of());
    Status waiting = harness.awaitStatus(Status.Level.DEGRADED, PATIENCE);
    assertThat(waiting.reason()).contains("no interface is named 'near'");
    for (int round = 1; round <= 2; round++) {
      net.join();
      awaitCapture("near");
      harness.awaitStatus(Status.Level.OK, PATIENCE);
      send(Namespaces.FAR, 7000 + round, 3, 10);
      // The end of the interface ends its flows.
      int port = 7000 + round;
      harness.await(() -> last("traffic.flows.active", Map.of()) > 0, PATIENCE, "the flow");
      net.near("link", "del", "near");
      harness.await(
          () -> flows().stream().anyMatch(e -> ((Flow) e.payload()).destinationPort() == port),
          PATIENCE,
          "the flow of round " + round);
      assertThat(flow(port).packetsSent()).isEqualTo(3);
      harness.awaitStatus(Status.Level.DEGRADED, PATIENCE);
    }
    assertThat(harness.failure()).isNull();
  }

  @Test
  void endsNoOtherCaptureWithOneThatFails() throws Exception {
    net.near("link", "add", "other", "type", "veth", "peer", "name", "behind");
    net.near("link", "set", "other", "up");
    start(Map.of("interfaces", new String[] {"near", "other"}, "flows.idle", "2s"));
    awaitCapture("near");
    awaitCapture("other");
    net.near("link", "del", "other");
    assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason()).contains("other");
    send(Namespaces.FAR, 7010, 20, 10);
    harness.await(
        () -> flows().stream().anyMatch(e -> ((Flow) e.payload()).destinationPort() == 7010),
        PATIENCE,
        "the flow");
    assertThat(flow(7010).packetsSent()).isEqualTo(20);
    assertThat(harness.failure()).isNull();
  }

  @Test
  void goesOnUnderTheNewNameOfAnInterfaceAndWhenItWasDown() throws Exception {
    start(Map.of("interfaces", new String[] {"ne*", "other"}));
    awaitCapture("near");
    net.near("link", "set", "near", "down");
    net.near("link", "set", "near", "name", "newname");
    net.near("link", "set", "newname", "up");
    awaitCapture("newname");
    send(Namespaces.FAR, 7003, 4, 10);
    harness.await(
        () ->
            last(
                    "traffic.transport.io",
                    Map.of("network.transport", "udp", "network.interface.name", "newname"))
                >= 4 * 52,
        PATIENCE,
        "packets of the new name");
    net.near("link", "set", "newname", "down");
    net.near("link", "set", "newname", "name", "unwanted");
    harness.await(
        () -> flows().stream().anyMatch(e -> ((Flow) e.payload()).destinationPort() == 7003),
        PATIENCE,
        "the end of the flow on an interface that is not wanted any more");
    assertThat(flow(7003).packetsSent()).isEqualTo(4);
  }

  @Test
  void filtersAndSaysInPlainWordsWhatIsWrongWithAFilter() throws Exception {
    start(Map.of("filter", "udp and dst port 7005", "flows.idle", "1s"));
    awaitCapture("near");
    send(Namespaces.FAR, 7004, 5, 10);
    send(Namespaces.FAR, 7005, 5, 10);
    harness.await(() -> !flows().isEmpty(), PATIENCE, "the flow");
    assertThat(flow(7005).packetsSent()).isEqualTo(5);
    assertThat(flows()).hasSize(1);
    harness.stop(PATIENCE);
    harness.close();
    start(Map.of("filter", "udp prot 53"));
    Status refused = harness.awaitStatus(Status.Level.FAILED, PATIENCE);
    assertThat(refused.reason())
        .isEqualTo(
            "near: 'udp prot 53' is not a filter: can't parse filter expression: syntax error");
    assertThat(harness.failure()).isNull();
  }

  @Test
  void countsWhatTheKernelHadToDrop() throws Exception {
    int sent = 40_000;
    net.inNear(() -> {
      Map<Integer, String> interfaces = Libc.interfaces();
      int index =
          interfaces.entrySet().stream()
              .filter(entry -> entry.getValue().equals("near"))
              .findFirst()
              .orElseThrow()
              .getKey();
      CaptureSettings settings =
          CaptureSettings.of(
              TestConfiguration.of(
                  TrafficConfiguration.class,
                  Map.of(
                      "interfaces", new String[] {"near"},
                      "filter", "udp dst port 7006",
                      "buffer", "1MiB")));
      try (PacketRing ring = PacketRing.open("near", index, settings)) {
        send(Namespaces.FAR, 7006, sent, 100);
        int[] read = new int[1];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
          ring.await(100);
          ring.read((data, at, captured, length, vlan, outgoing, time) -> read[0]++);
          ring.count();
        } while (read[0] + ring.dropped() < sent && System.nanoTime() - deadline < 0);
        assertThat(ring.seen()).isEqualTo(sent);
        assertThat(ring.dropped()).isPositive();
        assertThat(read[0] + ring.dropped()).isEqualTo(sent);
      }
      return 0;
    });
  }

  @Test
  void readsVlanTagsThatTheKernelTakesOut() throws Exception {
    start(Map.of("flows.idle", "1s", "ring.size", "2MiB", "ring.files", 2));
    awaitCapture("near");
    byte[] datagram =
        Frames.ip4(Namespaces.FAR, Namespaces.NEAR, 17, Frames.udp(1, 7007, Frames.NOTHING));
    net.inFar(() -> {
      try (RawSocket socket = new RawSocket("far")) {
        socket.send(Frames.tagged(0x0800, datagram, 5));
      }
      return 0;
    });
    harness.await(
        () -> flows().stream().anyMatch(e -> ((Flow) e.payload()).destinationPort() == 7007),
        PATIENCE,
        "the flow");
    assertThat(flows())
        .filteredOn(e -> ((Flow) e.payload()).destinationPort() == 7007)
        .allSatisfy(e -> assertThat(e.attributes().get("network.vlan.id")).isEqualTo(5L));
    harness.stop(PATIENCE);
    assertThat(ringPackets()).anySatisfy(packet -> assertThat(packet).contains("vlan 5 port 7007"));
  }

  private List<String> ringPackets() throws Exception {
    List<String> packets = new java.util.ArrayList<>();
    for (Path path : ringFiles()) {
      try (CaptureFile file = CaptureFile.open(path)) {
        PacketDecoder decoder = new PacketDecoder();
        while (file.next()) {
          Packet packet =
              decoder.decode(
                  LinkType.ETHERNET, file.data(), file.offset(), file.captured(), file.length());
          packets.add("vlan %d port %d".formatted(packet.vlan, packet.destinationPort));
        }
      }
    }
    return packets;
  }

  private List<Path> ringFiles() throws Exception {
    try (Stream<Path> files = Files.list(harness.folder().resolve("packets"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void keepsTheLatestPacketsOnDiskWithinTheirBounds() throws Exception {
    start(Map.of("ring.size", "2MiB", "ring.files", 4, "filter", "udp"));
    awaitCapture("near");
    for (int port = 1; port <= 40; port++) {
      send(Namespaces.FAR, 10_000 + port, 100, 1000);
    }
    harness.await(
        () -> last("traffic.packets", Map.of("network.io.direction", "transmit")) >= 4000,
        PATIENCE,
        "all packets");
    harness.stop(PATIENCE);
    List<Path> files = ringFiles();
    assertThat(files).hasSize(4);
    long bytes = 0;
    for (Path file : files) {
      assertThat(Files.size(file)).isLessThanOrEqualTo(512 << 10);
      bytes += Files.size(file);
    }
    assertThat(bytes).isGreaterThan(1 << 20);
    assertThat(ringPackets()).last().isEqualTo("vlan -1 port 10040");
    assertThat(ringPackets()).doesNotContain("vlan -1 port 10001");
  }

  @Test
  void saysThatThePrivilegeIsMissing() throws Exception {
    CaptureSettings settings =
        CaptureSettings.of(
            TestConfiguration.of(
                TrafficConfiguration.class, Map.of("interfaces", new String[] {"lo"})));
    net.inNear(() -> {
      Privileges.dropForThisThread();
      assertThatThrownBy(() -> PacketRing.open("lo", 1, settings))
          .hasMessage("no packet socket: Operation not permitted; the process needs CAP_NET_RAW");
      return 0;
    });
  }
}
