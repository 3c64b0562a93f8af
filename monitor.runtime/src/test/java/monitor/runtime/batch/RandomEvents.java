package monitor.runtime.batch;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** Events of every kind with awkward values. */
final class RandomEvents {
  static final List<Kind> KINDS =
      List.of(
          Kind.LOG,
          Kind.SAMPLE,
          Kind.PROCESS,
          Kind.FLOW,
          Kind.FILE,
          Kind.PROBE,
          new Kind("hello.greeting"));

  private final Random random;

  RandomEvents(Random random) {
    this.random = random;
  }

  List<Event> events(Kind kind, int count) {
    return Stream.generate(() -> event(kind)).limit(count).toList();
  }

  private Event event(Kind kind) {
    return new Event(random.nextLong(), payload(kind), attributes());
  }

  private Payload payload(Kind kind) {
    return switch (kind.name()) {
      case "log" -> new LogLine(bytes(), pick(Severity.values()), random.nextBoolean());
      case "sample" ->
          new Sample(
              (random.nextBoolean() ? Series.gauge(word(), "By") : Series.counter("n", "1"))
                  .with(attributes()),
              number());
      case "process" ->
          new ProcessObservation(
              pick(ProcessObservation.Phase.values()),
              random.nextLong(),
              1,
              text(),
              text(),
              text(),
              text(),
              random.nextLong(),
              number(),
              random.nextLong());
      case "flow" ->
          new Flow(
              text(), "tcp", text(), 1, text(), 65535, text(), random.nextLong(), 2, 3, 4, 5, 6);
      case "file" -> new FileChange(text(), pick(FileChange.Operation.values()), random.nextLong());
      case "probe" -> new Probed(text(), text(), result());
      default -> new Custom(kind);
    };
  }

  private ProbeResult result() {
    return switch (random.nextInt(6)) {
      case 0 -> new ProbeResult.Ping(3, 1, List.of(0.1, 2.5, number()), List.of(text()), null);
      case 1 ->
          new ProbeResult.Traceroute(
              List.of(new ProbeResult.Traceroute.Hop(1, null, List.of(1.5), 2)),
              random.nextBoolean(),
              number(),
              List.of());
      case 2 -> new ProbeResult.TcpConnect(true, number(), null, text());
      case 3 -> new ProbeResult.UdpConnect(false, null, text(), null);
      case 4 -> new ProbeResult.HttpGet(200, 1.5, 1L << 40, null, true);
      default -> new ProbeResult.Plugin("p", "1", true, null, null, Map.of(text(), text()));
    };
  }

  private Attributes attributes() {
    Attributes attributes = Attributes.EMPTY;
    for (int i = random.nextInt(4); i > 0; i--) {
      attributes = attributes.with(word(), value());
    }
    return attributes;
  }

  private Object value() {
    return switch (random.nextInt(5)) {
      case 0 -> text();
      case 1 -> random.nextLong();
      case 2 -> number();
      case 3 -> random.nextBoolean();
      default -> List.of(text(), text());
    };
  }

  private double number() {
    return switch (random.nextInt(5)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> -0.0;
      default -> random.nextDouble() * 1e12;
    };
  }

  private Text bytes() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return Text.slice(bytes, 0, bytes.length);
  }

  private String word() {
    return "w" + random.nextInt(20);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, random.nextInt(40))
        .forEach(i -> text.appendCodePoint(pick(0, 'a', 'z', 0xe9, 0x20ac, 0x1f600)));
    return text.toString();
  }

  private int pick(int... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
