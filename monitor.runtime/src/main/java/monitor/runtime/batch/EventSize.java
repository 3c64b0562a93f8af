package monitor.runtime.batch;

import java.util.List;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.LogLine;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;
import monitor.api.event.Series;
import monitor.api.probe.ProbeResult;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes an event takes when it is encoded, at most: CBOR needs at most 9 bytes for a
 * number and 5 for the head of a text, and UTF-8 at most 3 bytes for a char.
 */
public final class EventSize {
  private static final int FRAME = 48;
  private static final int NUMBER = 9;
  private static final int HEAD = 5;

  private EventSize() {}

  /** An upper bound in bytes; a series is counted in full, although a batch carries it once. */
  public static int of(Event event) {
    long size =
        FRAME
            + of(event.attributes())
            + switch (event.payload()) {
              case Sample sample -> NUMBER + of(sample.series());
              case LogLine line -> line.body().length() + NUMBER;
              case ProcessObservation p ->
                  7L * NUMBER
                      + text(p.name())
                      + text(p.executable())
                      + text(p.commandLine())
                      + text(p.user());
              case Flow f ->
                  9L * NUMBER
                      + text(f.id())
                      + text(f.protocol())
                      + text(f.sourceAddress())
                      + text(f.destinationAddress())
                      + text(f.state());
              case FileChange f -> 2L * NUMBER + text(f.path());
              case Probed p -> text(p.probe()) + text(p.target()) + of(p.result());
              case Custom custom -> 0;
            };
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private static long of(Series series) {
    return NUMBER + text(series.name()) + text(series.unit()) + of(series.attributes());
  }

  private static long of(Attributes attributes) {
    if (attributes.isEmpty()) {
      return 0;
    }
    long[] size = {HEAD};
    attributes.forEach((name, value) -> size[0] += text(name) + value(value));
    return size[0];
  }

  private static long value(Object value) {
    return switch (value) {
      case String s -> text(s);
      case List<?> list -> HEAD + list.stream().mapToLong(e -> text((String) e)).sum();
      default -> NUMBER;
    };
  }

  private static long of(ProbeResult result) {
    return switch (result) {
      case ProbeResult.Ping p ->
          4L * NUMBER
              + (long) NUMBER * p.latenciesMillis().size()
              + texts(p.errors())
              + text(p.resolvedAddress());
      case ProbeResult.Traceroute t ->
          3L * NUMBER
              + texts(t.errors())
              + t.hops().stream()
                  .mapToLong(h ->
                      3L * NUMBER + text(h.address()) + (long) NUMBER * h.latenciesMillis().size())
                  .sum();
      case ProbeResult.TcpConnect t -> 3L * NUMBER + text(t.error()) + text(t.resolvedAddress());
      case ProbeResult.UdpConnect u -> 3L * NUMBER + text(u.error()) + text(u.resolvedAddress());
      case ProbeResult.HttpGet h -> 5L * NUMBER + text(h.error());
      case ProbeResult.Plugin p ->
          3L * NUMBER
              + text(p.name())
              + text(p.version())
              + text(p.error())
              + p.data().entrySet().stream()
                  .mapToLong(e -> text(e.getKey()) + text(e.getValue()))
                  .sum();
    };
  }

  private static long texts(List<String> texts) {
    return HEAD + texts.stream().mapToLong(EventSize::text).sum();
  }

  private static long text(@Nullable String text) {
    return text == null ? 1 : HEAD + 3L * text.length();
  }
}
