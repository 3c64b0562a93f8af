package sink.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import monitor.api.delivery.BatchHeader;
import monitor.api.event.Event;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.LogLine;
import monitor.api.event.Payload;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;

/** Lines to read: time, host, source, what happened, attributes. Control characters are shown. */
final class TextLines implements LineFormat {
  @Override
  public void event(BatchHeader header, long sequence, Event event, OutputStream out)
      throws IOException {
    StringBuilder line = begin(event.timeNanos(), header).append(summary(event.payload()));
    event
        .attributes()
        .forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    write(line, out);
  }

  @Override
  public void gap(BatchHeader header, OutputStream out) throws IOException {
    StringBuilder line = begin(header.sealedNanos(), header);
    line.append(header.id().count()).append(" events of ").append(header.kind().name());
    write(line.append(" were dropped: ").append(header.gap()), out);
  }

  private static StringBuilder begin(long nanos, BatchHeader header) {
    return new StringBuilder(200)
        .append(LineFormat.time(nanos))
        .append(' ')
        .append(header.origin().host())
        .append(' ')
        .append(header.origin().source())
        .append(' ');
  }

  private static String summary(Payload payload) {
    return switch (payload) {
      case LogLine line -> "%s %s".formatted(line.severity(), line.body());
      case Sample sample -> "%s = %s".formatted(sample.series(), sample.value());
      case ProcessObservation process ->
          "%s %s[%d] cpu=%.3f memory=%dB user=%s"
              .formatted(
                  process.phase(),
                  process.name(),
                  process.pid(),
                  process.cpuUtilization(),
                  process.memoryBytes(),
                  process.user());
      case Flow flow ->
          "%s %s:%d -> %s:%d %s sent=%dB received=%dB"
              .formatted(
                  flow.protocol(),
                  flow.sourceAddress(),
                  flow.sourcePort(),
                  flow.destinationAddress(),
                  flow.destinationPort(),
                  flow.state(),
                  flow.bytesSent(),
                  flow.bytesReceived());
      case FileChange change -> "%s %s".formatted(change.operation(), change.path());
      case Probed probed -> probe(probed);
      default -> payload.kind().name();
    };
  }

  private static String probe(Probed probed) {
    Double millis = probed.result().responseMillis();
    return "%s %s %s"
        .formatted(
            probed.probe(),
            probed.target(),
            millis == null ? "failed: " + probed.result().error() : "%.3f ms".formatted(millis));
  }

  /** A log line must not steer the terminal that it is read on. */
  private static void write(StringBuilder line, OutputStream out) throws IOException {
    StringBuilder safe = new StringBuilder(line.length() + 1);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (Character.isISOControl(c) && c != '\t') {
        safe.append("\\x%02x".formatted((int) c));
      } else {
        safe.append(c);
      }
    }
    out.write(safe.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }
}
