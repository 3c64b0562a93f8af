package collector.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.SourceContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads files into events, each file once. The same file and settings give the same events, so that
 * the position is how many of a kind are durable: a file that a crash interrupted is read again,
 * and what was told before is left out. Used by one thread.
 */
final class Replays {
  private static final Kind[] KINDS = {Kind.FLOW, Kind.SAMPLE, DnsTracker.KIND, Talkers.KIND};

  private final SourceContext context;
  private final TrafficSettings settings;
  private final Map<Kind, ReplayStream> streams = new LinkedHashMap<>();
  private final Map<Path, String> known = new HashMap<>();
  private final Map<String, String> damages = new HashMap<>();

  Replays(SourceContext context, TrafficSettings settings) {
    this.context = context;
    this.settings = settings;
    for (Kind kind : KINDS) {
      streams.put(kind, new ReplayStream(context.stream(kind)));
    }
  }

  /**
   * Reads a file, unless it was read before; stops early when the source is asked to stop.
   *
   * @return what is wrong with its form, if it is damaged
   * @throws IOException if it cannot be read now
   */
  @Nullable String read(Path path) throws IOException {
    String key = key(path);
    if (!key.equals(known.put(path, key))) {
      boolean told = true;
      for (ReplayStream stream : streams.values()) {
        told &= stream.begin(key); // each of them, whatever the others say
      }
      if (told) {
        return damages.get(key);
      }
      String damage = packetsOrForget(path);
      if (damage != null) {
        damages.put(key, damage);
      }
      if (context.stopping()) {
        known.remove(path);
        return null;
      }
      streams.values().forEach(ReplayStream::finish);
    }
    return damages.get(key);
  }

  private @Nullable String packetsOrForget(Path path) throws IOException {
    try {
      return packets(path);
    } catch (IOException e) {
      known.remove(path); // the next look tries again
      throw e;
    }
  }

  /** The same file with other content, or other settings, is another one. */
  private String key(Path path) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    return "%s:%d:%d:%08x"
        .formatted(
            path, file.size(), file.lastModifiedTime().toMillis(), settings.toString().hashCode());
  }

  private @Nullable String packets(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    TrafficAccount account =
        new TrafficAccount(
            name,
            Attributes.of("traffic.file", path.toString()),
            false,
            settings,
            Integer.MAX_VALUE,
            this::offer);
    try (CaptureFile file = CaptureFile.open(path)) {
      while (!context.stopping() && file.next()) {
        account.replayed(file);
      }
      finish(account);
      return null;
    } catch (CaptureFormatException e) {
      finish(account);
      return e.getMessage();
    }
  }

  private void finish(TrafficAccount account) {
    if (!context.stopping()) {
      account.stop(account.lastNanos(), account.lastNanos());
    }
  }

  private boolean offer(Event event) {
    ReplayStream stream = streams.get(event.payload().kind());
    if (stream == null) {
      throw new IllegalStateException("no stream for " + event);
    }
    stream.add(event);
    return true;
  }

  /** Forgets what is no longer there; a folder that cannot be listed now is no reason. */
  void forgetGone() {
    known.keySet().removeIf(Files::notExists);
    streams.values().forEach(stream -> stream.forget(this::gone));
    damages.keySet().retainAll(known.values());
  }

  private boolean gone(String key) {
    Path path = Path.of(key.replaceFirst("(:[0-9a-f-]*){3}$", ""));
    String now = known.get(path);
    return now == null ? Files.notExists(path) : !now.equals(key);
  }
}
