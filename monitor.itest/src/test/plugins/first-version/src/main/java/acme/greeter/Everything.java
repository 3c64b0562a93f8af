package acme.greeter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.LogLine;
import monitor.api.event.Payload;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.probe.ProbeResult;

/** Everything that events of the first version can tell. */
final class Everything {
  private static final long TIME = 1_700_000_000_000_000_000L;

  private Everything() {}

  /** One of each kind of the platform, and of each result of a probe. */
  static List<Event> events() {
    byte[] block = "first\nsecond".getBytes(StandardCharsets.UTF_8);
    Series series = Series.counter("acme.told", "1").with("to", "everybody").with("n", 3);
    return List.of(
        event(new LogLine(Text.slice(block, 6, 6), Severity.WARN, false)),
        series.sample(42),
        Series.gauge("acme.mood", "1").with(Attributes.of("good", true)).sample(TIME, 0.5),
        event(
            new ProcessObservation(
                ProcessObservation.Phase.RUNNING,
                42,
                1,
                "acme",
                "/bin/acme",
                "acme -x",
                "root",
                TIME,
                0.25,
                1 << 20)),
        event(
            new Flow(
                "f1",
                "tcp",
                "192.0.2.1",
                40_000,
                "192.0.2.2",
                443,
                "established",
                10,
                20,
                1,
                2,
                TIME,
                TIME + 1)),
        event(new FileChange("/etc/acme", FileChange.Operation.MODIFIED, 12)),
        probed(new ProbeResult.Ping(1, 0, List.of(0.5), List.of(), "192.0.2.2")),
        probed(
            new ProbeResult.Traceroute(
                List.of(new ProbeResult.Traceroute.Hop(1, null, List.of(), 1)),
                false,
                3,
                List.of("lost"))),
        probed(new ProbeResult.TcpConnect(true, 1.5, null, "192.0.2.2")),
        probed(new ProbeResult.UdpConnect(false, null, "silence", null)),
        probed(new ProbeResult.HttpGet(200, 3.5, 1_000L, null, true)),
        probed(new ProbeResult.Plugin("acme", "1.0.0", true, 1.0, null, Map.of("a", "b"))));
  }

  private static Event event(Payload payload) {
    return new Event(
        TIME,
        payload,
        Attributes.of(Map.of("text", "t", "long", 1L, "double", 0.5, "list", List.of("a", "b"))));
  }

  private static Event probed(ProbeResult result) {
    return Event.now(new Probed("acme", "somewhere", result));
  }
}
