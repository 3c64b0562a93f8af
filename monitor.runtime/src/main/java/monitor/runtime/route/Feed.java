package monitor.runtime.route;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import monitor.runtime.journal.EntryFilter;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.Reader;
import monitor.runtime.journal.StoredEntry;
import org.jspecify.annotations.Nullable;

/** What a session reads of the journal, each lane in its order. Belongs to the session's thread. */
final class Feed implements AutoCloseable {
  /** Records passed over in one go, so that the session soon looks after its other streams. */
  static final int MOST_PASSED = 10_000;

  private static final long FRESH_BYTES = 1 << 20;

  private final Journal journal;
  private final Map<Lane, Reader> readers = new EnumMap<>(Lane.class);

  Feed(Journal journal, Map<Lane, Location> from) {
    this.journal = journal;
    for (Lane lane : Lane.values()) {
      readers.put(lane, journal.reader(lane, from.get(lane)));
    }
  }

  /** Where something lies in the journal. */
  record Place(Lane lane, Location at, long first) {}

  /** The next entry that is wanted; null if it is not among those that can be passed quickly. */
  @Nullable StoredEntry next(Lane lane, EntryFilter filter) throws IOException {
    return reader(lane).next(filter, MOST_PASSED);
  }

  /** Whether the reader of a lane is so far from the end that a fresh entry would have to wait. */
  boolean isBehind(Lane lane) {
    Location at = location(lane);
    Location end = journal.end(lane);
    return at.segment() < end.segment() || end.offset() - at.offset() > FRESH_BYTES;
  }

  Location location(Lane lane) {
    return reader(lane).location();
  }

  private Reader reader(Lane lane) {
    return Objects.requireNonNull(readers.get(lane));
  }

  /** A reader of its own for a stream that is behind. */
  Reader reader(Outbound.CatchUp catchUp) {
    return journal.reader(catchUp.lane, catchUp.from);
  }

  /** Where a stream goes on at or after a number, in whatever lane; null if nowhere. */
  @Nullable Place find(String stream, long sequence) throws IOException {
    Place found = null;
    for (Lane lane : Lane.values()) {
      try (Reader reader = journal.reader(lane, null)) {
        StoredEntry entry =
            reader.skim((name, first, count) -> name.equals(stream) && first + count > sequence);
        long first = entry == null ? Long.MAX_VALUE : entry.entry().firstSequence();
        if (entry != null && (found == null || first < found.first())) {
          found = new Place(lane, entry.at(), first);
        }
      }
    }
    return found;
  }

  /** The oldest entry that is still needed, for each lane. */
  Map<Lane, Location> needs(Collection<Outbound> outbounds) {
    Map<Lane, Location> needs = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      Location need = location(lane);
      for (Outbound outbound : outbounds) {
        Location oldest = outbound.oldest(lane);
        need = oldest != null && oldest.compareTo(need) < 0 ? oldest : need;
      }
      needs.put(lane, need);
    }
    return needs;
  }

  /** Gives the files free; the locations stay known. */
  @Override
  public void close() throws IOException {
    for (Reader reader : readers.values()) {
      reader.close();
    }
  }
}
