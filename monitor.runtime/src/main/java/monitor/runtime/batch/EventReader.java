package monitor.runtime.batch;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import monitor.api.delivery.EventVisitor;
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

/** Decodes what {@link EventWriter} wrote. Not thread safe. */
final class EventReader {
  private static final CBORFactory FACTORY = new CBORFactory();
  private static final Severity[] SEVERITIES = severities();

  private final Kind kind;
  private final CborReader in;
  private final List<Series> series = new ArrayList<>();
  private long lastNanos;

  EventReader(Kind kind, byte[] inflated, int length) throws IOException {
    this.kind = kind;
    this.in = new CborReader(FACTORY.createParser(inflated, 0, length));
  }

  /**
   * Shows every event.
   *
   * @throws IOException if the bytes are damaged or hold another number of events
   */
  void forEach(long firstSequence, int count, EventVisitor visitor) throws IOException {
    for (int i = 0; i < count; i++) {
      if (in.atEnd()) {
        throw new IOException("the batch says %d events and holds %d".formatted(count, i));
      }
      visitor.visit(firstSequence + i, readChecked());
    }
    if (!in.atEnd()) {
      throw new IOException("the batch holds more than the %d events it says".formatted(count));
    }
  }

  /** Values that the types refuse are damage as well. */
  private Event readChecked() throws IOException {
    try {
      return read();
    } catch (RuntimeException e) {
      throw new IOException("an event is damaged: " + e.getMessage(), e);
    }
  }

  private Event read() throws IOException {
    in.beginArray();
    lastNanos += in.number();
    Payload payload = readPayload();
    Attributes attributes = in.hasNext() ? in.attributes() : Attributes.EMPTY;
    in.endArray();
    return new Event(lastNanos, payload, attributes);
  }

  private Payload readPayload() throws IOException {
    return switch (kind.name()) {
      case "sample" -> new Sample(readSeries(), in.decimal());
      case "log" -> readLine();
      case "process" -> readProcess();
      case "flow" -> readFlow();
      case "file" -> readChange();
      case "probe" -> new Probed(in.text(), in.text(), ProbeResults.read(in));
      default -> new Custom(kind);
    };
  }

  private Series readSeries() throws IOException {
    if (!in.isArray()) {
      int index = (int) in.number();
      if (index < 0 || index >= series.size()) {
        throw new IOException("series " + index + " is used before it is defined");
      }
      return series.get(index);
    }
    in.beginArray();
    String name = in.text();
    boolean counter = in.number() == Series.Instrument.COUNTER.ordinal();
    String unit = in.text();
    Series definition = counter ? Series.counter(name, unit) : Series.gauge(name, unit);
    definition = definition.with(in.attributes());
    in.endArray();
    series.add(definition);
    return definition;
  }

  private LogLine readLine() throws IOException {
    byte[] body = in.binary();
    return new LogLine(Text.slice(body, 0, body.length), severity(in.number()), in.flag());
  }

  private ProcessObservation readProcess() throws IOException {
    return new ProcessObservation(
        constant(ProcessObservation.Phase.values(), in.number()),
        in.number(),
        in.number(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.number(),
        in.decimal(),
        in.number());
  }

  private Flow readFlow() throws IOException {
    return new Flow(
        in.text(),
        in.text(),
        in.text(),
        (int) in.number(),
        in.text(),
        (int) in.number(),
        in.text(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.number());
  }

  private FileChange readChange() throws IOException {
    return new FileChange(
        in.text(), constant(FileChange.Operation.values(), in.number()), in.number());
  }

  private static <T> T constant(T[] constants, long index) throws IOException {
    if (index < 0 || index >= constants.length) {
      throw new IOException("unknown constant " + index + " of " + List.of(constants));
    }
    return constants[(int) index];
  }

  private static Severity severity(long number) {
    return number < 0 || number >= SEVERITIES.length
        ? Severity.UNSPECIFIED
        : SEVERITIES[(int) number];
  }

  /** Numbers between the named ones, as OpenTelemetry has them, belong to the name below. */
  private static Severity[] severities() {
    Severity[] byNumber = new Severity[25];
    Severity current = Severity.UNSPECIFIED;
    for (int number = 0; number < byNumber.length; number++) {
      for (Severity severity : Severity.values()) {
        current = severity.number() == number ? severity : current;
      }
      byNumber[number] = current;
    }
    return byNumber;
  }
}
