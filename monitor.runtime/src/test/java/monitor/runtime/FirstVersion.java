package monitor.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Payload;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.operation.RouteView;
import monitor.api.probe.ProbeResult;
import monitor.api.source.EventStream;
import monitor.api.source.Position;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties.Overflow;

/**
 * A journal that the first version wrote, kept in the tree: five lives of an agent, each with a
 * codec of its own and one event of each kind, of which a sink has accepted the first; and what is
 * in it, as a text. {@link #main} was run once, by that version.
 */
final class FirstVersion {
  static final Path KEPT = Path.of("src/test/resources/first-version");
  static final String SINK = "sink.websocket";
  static final Kind TICK = new Kind("test.tick");
  static final SourceSpec LINES =
      SourceSpec.of("lines", Capabilities.of(Capability.LOGS), Kind.LOG)
          .withOverflow(Overflow.BLOCK);

  private static final long TIME = 1_700_000_000_000_000_000L;
  private static final SourceSpec EVERYTHING =
      SourceSpec.of(
              "everything",
              Capabilities.of(Capability.CUSTOM),
              Kind.SAMPLE,
              Kind.PROCESS,
              Kind.FLOW,
              Kind.FILE,
              Kind.PROBE)
          .withOverflow(Overflow.DROP_OLDEST);
  private static final SourceSpec FLOOD =
      SourceSpec.of("flood", Capabilities.of(Capability.CUSTOM), TICK)
          .withOverflow(Overflow.DROP_NEWEST);

  private FirstVersion() {}

  /** Writes both into an empty folder. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path data = folder.resolve("data");
    for (Codec codec : Codec.values()) {
      try (Monitor monitor = builder(data).codec(codec).build()) {
        live(monitor, codec);
      }
    }
    Path copy = folder.resolve("copy");
    copy(data, copy);
    Texts texts = new Texts();
    try (Monitor monitor = builder(copy).build()) {
      monitor.register(SinkSpec.essential(SINK), texts);
      Await.until(() -> isDone(monitor));
    }
    Files.writeString(folder.resolve("events.txt"), texts.text());
  }

  /** What is emitted is in the journal when the monitor is closed. */
  private static void live(Monitor monitor, Codec codec) throws Exception {
    Outcome answer = codec == Codec.NONE ? Outcome.ACCEPTED : Outcome.retry("not now");
    monitor.register(SinkSpec.essential(SINK), batch -> answer);
    CountDownLatch emitted = new CountDownLatch(3);
    monitor.register(EVERYTHING, context -> then(emitted, () -> everything(context)));
    monitor.register(LINES, context -> then(emitted, () -> lines(context, codec)));
    monitor.register(FLOOD, context -> then(emitted, () -> flood(context)));
    emitted.await();
  }

  private static void then(CountDownLatch emitted, Runnable emits) {
    emits.run();
    emitted.countDown();
  }

  static MonitorBuilder builder(Path data) {
    return Monitor.builder(data)
        .agent("agent-1")
        .host("host-1")
        .tags(Map.of("site", "north"))
        .eventBufferSize(16)
        .freeFloor(0)
        .clock(InstantSource.fixed(Instant.ofEpochSecond(TIME / 1_000_000_000)))
        .shutdownTimeout(Duration.ofSeconds(5));
  }

  /** Whether something was owed to the sink, and nothing of it is left. */
  static boolean isDone(Monitor monitor) {
    List<RouteView> routes = monitor.view().routes();
    return !routes.isEmpty() && routes.stream().allMatch(each -> each.balance().buffered() == 0);
  }

  private static void lines(SourceContext context, Codec codec) {
    byte[] block = {'a', (byte) 0xff, 'b', '\n', 'c'};
    EventStream stream = context.stream(Kind.LOG);
    LogLine broken = new LogLine(Text.slice(block, 0, 3), Severity.WARN, true);
    LogLine whole = new LogLine(Text.of("caf\u00e9 " + codec), Severity.UNSPECIFIED, false);
    stream.emit(
        List.of(event(broken), event(whole)), new Position("file", 3, "offset " + codec.name()));
  }

  private static void flood(SourceContext context) {
    EventStream stream = context.stream(TICK);
    long n = 0;
    while (stream.offer(Event.custom(TICK.name(), Attributes.of("n", n++)))) {
      // Until one finds no room.
    }
    stream.emit(List.of(Event.custom(TICK.name(), Attributes.of("n", n))));
  }

  private static void everything(SourceContext context) {
    Series series = Series.counter("told", "1").with("to", "everybody").with("n", 3);
    List.of(
            series.sample(TIME, 42),
            Series.gauge("mood", "Cel").sample(TIME, Double.NaN),
            event(
                new ProcessObservation(
                    ProcessObservation.Phase.ENDED,
                    42,
                    1,
                    "acme",
                    "",
                    "a b",
                    "root",
                    TIME,
                    0.25,
                    7)),
            event(
                new Flow(
                    "f1",
                    "tcp",
                    "192.0.2.1",
                    40_000,
                    "192.0.2.2",
                    443,
                    "closed",
                    10,
                    20,
                    1,
                    2,
                    TIME,
                    TIME + 1)),
            event(new FileChange("/etc/acme", FileChange.Operation.RENAMED, -1)),
            probed(new ProbeResult.Ping(1, 1, List.of(0.5), List.of("lost"), "192.0.2.2")),
            probed(
                new ProbeResult.Traceroute(
                    List.of(new ProbeResult.Traceroute.Hop(1, null, List.of(), 1)),
                    true,
                    3,
                    List.of())),
            probed(new ProbeResult.TcpConnect(true, 1.5, null, "192.0.2.2")),
            probed(new ProbeResult.UdpConnect(false, null, "silence", null)),
            probed(new ProbeResult.HttpGet(200, 3.5, 1_000L, null, true)),
            probed(new ProbeResult.Plugin("acme", "1.0.0", true, 1.0, null, Map.of("a", "b"))))
        .forEach(context::emit);
  }

  private static Event event(Payload payload) {
    return new Event(
        TIME,
        payload,
        Attributes.of(Map.of("s", "t", "l", 1L, "d", 0.5, "b", true, "list", List.of("a", "b"))));
  }

  private static Event probed(ProbeResult result) {
    return event(new Probed("acme", "somewhere", result));
  }

  /** Copies a folder. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path each : tree.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(each));
        Files.createDirectories(target.getParent());
        Files.write(target, Files.readAllBytes(each));
      }
    }
  }

  /** What the sink has still to get. */
  static String expected() throws IOException {
    return Files.readString(KEPT.resolve("events.txt"), StandardCharsets.UTF_8);
  }
}
