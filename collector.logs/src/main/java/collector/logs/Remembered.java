package collector.logs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import monitor.api.source.Position;
import org.jspecify.annotations.Nullable;

/**
 * Places in files that are not read at the moment: from an earlier run, or gone for now. A file may
 * come back, when a file system is mounted again or a rotated file gets its old name, so a place is
 * forgotten only after a while.
 */
final class Remembered {
  /** How long a place is kept after its file was seen last. */
  static final Duration KEPT = Duration.ofHours(1);

  private final Map<FileIdentity, Entry> entries = new HashMap<>();
  private final Map<FileIdentity, Place> fresh = new HashMap<>();

  private record Entry(Place place, long sinceNanos) {}

  /** Takes over what an earlier run made durable. */
  void load(Iterable<Position> positions, long nowNanos) {
    for (Position position : positions) {
      Place place = Place.of(position);
      if (place != null) {
        put(new FileIdentity(position.key()), place, nowNanos);
      }
    }
  }

  /** Remembers a place in a file that is to be looked for. */
  void put(FileIdentity identity, Place place, long nowNanos) {
    keep(identity, place, nowNanos);
    fresh.put(identity, place);
  }

  /** Remembers the end of a file that has been read. */
  void keep(FileIdentity identity, Place place, long nowNanos) {
    entries.put(identity, new Entry(place, nowNanos));
  }

  /** A file was renamed while it was about to be opened: it is to be looked for once more. */
  void seekAgain(FileIdentity identity) {
    Place place = get(identity);
    if (place != null) {
      fresh.put(identity, place);
    }
  }

  /** What was put since the last call, and is still here. */
  Map<FileIdentity, Place> takeFresh() {
    Map<FileIdentity, Place> taken = new HashMap<>(fresh);
    taken.keySet().retainAll(entries.keySet());
    fresh.clear();
    return taken;
  }

  /** All places. */
  Map<FileIdentity, Place> all() {
    Map<FileIdentity, Place> all = new HashMap<>();
    entries.forEach((identity, entry) -> all.put(identity, entry.place));
    return all;
  }

  /** The place in a file, or null. */
  @Nullable Place get(FileIdentity identity) {
    Entry entry = entries.get(identity);
    return entry == null ? null : entry.place;
  }

  /** The file is read again, or is another one by now. */
  void remove(FileIdentity identity) {
    entries.remove(identity);
  }

  /** Forgets what was put too long ago. */
  void expire(long nowNanos, Consumer<FileIdentity> forgotten) {
    for (Iterator<Map.Entry<FileIdentity, Entry>> all = entries.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<FileIdentity, Entry> entry = all.next();
      if (nowNanos - entry.getValue().sinceNanos > KEPT.toNanos()) {
        all.remove();
        forgotten.accept(entry.getKey());
      }
    }
  }
}
