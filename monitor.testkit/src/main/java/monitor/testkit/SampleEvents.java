package monitor.testkit;

import java.util.List;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Payload;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.probe.ProbeResult;

/** Events to feed a sink with. */
public final class SampleEvents {
  /** Every kind of the platform, and one that a plugin defines. */
  public static final List<Kind> KINDS =
      List.of(
          Kind.LOG,
          Kind.SAMPLE,
          Kind.PROCESS,
          Kind.FLOW,
          Kind.FILE,
          Kind.PROBE,
          new Kind("testkit.custom"));

  /** 2026-01-01T00:00:00.123456789Z. */
  private static final long TIME = 1_767_225_600_123_456_789L;

  private static final byte[] NOT_UTF8 = {'a', 0, (byte) 0xff, (byte) 0xc3, '\n', '\\', '"', 0x1b};

  private SampleEvents() {}

  /** Three ordinary events of a kind. */
  public static List<Event> of(Kind kind) {
    Attributes attributes = Attributes.of(Map.of("text", "täglich", "number", 7, "flag", true));
    Payload payload = ordinary(kind);
    return List.of(
        Event.of(TIME, payload),
        new Event(TIME + 1, payload, attributes),
        new Event(TIME + 2, payload, attributes.with("list", List.of("a", "b"))));
  }

  private static Payload ordinary(Kind kind) {
    return switch (kind.name()) {
      case "log" -> new LogLine(Text.of("user täglich logged in"), Severity.INFO, false);
      case "sample" -> new Sample(Series.gauge("queue.depth", "1").with("queue", "in"), 12.5);
      case "process" -> process(ProcessObservation.Phase.RUNNING, "sshd", 0.25);
      case "flow" -> flow("10.0.0.1", 40_000);
      case "file" -> new FileChange("/etc/hosts", FileChange.Operation.MODIFIED, 120);
      case "probe" ->
          new Probed(
              "ping",
              "localhost",
              new ProbeResult.Ping(2, 0, List.of(0.1, 0.2), List.of(), "127.0.0.1"));
      default -> new Custom(kind);
    };
  }

  private static ProcessObservation process(
      ProcessObservation.Phase phase, String text, double cpu) {
    return new ProcessObservation(
        phase, 42, 1, text, "/usr/sbin/" + text, text + " -D", "root", TIME, cpu, 8 << 20);
  }

  private static Flow flow(String address, int port) {
    return new Flow(
        "f1", "tcp", address, port, "10.0.0.2", 443, "established", 1, 2, 3, 4, TIME, TIME + 5);
  }

  /**
   * Events of a kind with what real inputs contain now and then: bytes that are not UTF-8, NULs,
   * control and quote characters, lone surrogates, times at the edges, numbers that are none.
   */
  public static List<Event> hostile(Kind kind) {
    String text = "nul\0quote\"back\\slash\nescape\u001b[31msurrogate\ud800end";
    Attributes attributes =
        Attributes.of(
            Map.of("text", text, "nan", Double.NaN, "long", Long.MIN_VALUE, "list", List.of(text)));
    Payload payload = hostilePayload(kind, text);
    return List.of(
        new Event(1, payload, attributes),
        new Event(Long.MAX_VALUE, payload, Attributes.EMPTY),
        new Event(-TIME, payload, Attributes.of("k", text)));
  }

  private static Payload hostilePayload(Kind kind, String text) {
    return switch (kind.name()) {
      case "log" ->
          new LogLine(Text.slice(NOT_UTF8, 0, NOT_UTF8.length), Severity.UNSPECIFIED, true);
      case "sample" -> new Sample(Series.counter(text, text).with("k", text), Double.NaN);
      case "process" -> process(ProcessObservation.Phase.ENDED, text, Double.POSITIVE_INFINITY);
      case "flow" -> flow(text, -1);
      case "file" -> new FileChange(text, FileChange.Operation.DELETED, -1);
      case "probe" ->
          new Probed(text, text, new ProbeResult.Plugin(text, text, false, null, text, Map.of()));
      default -> new Custom(kind);
    };
  }
}
