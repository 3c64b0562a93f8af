package monitor.runtime.switchboard;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.Reader;
import monitor.runtime.journal.SegmentMark;
import monitor.runtime.journal.StoredEntry;
import monitor.runtime.journal.StreamMark;
import monitor.runtime.route.CursorState;
import monitor.runtime.stream.Loss;
import monitor.runtime.stream.Losses;
import monitor.runtime.stream.Streams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the books back after a start: cursors say what each sink had accepted, one pass over the
 * journal counts what it is owed, and what neither names is lost. Of a segment that is owed as a
 * whole, or not at all, the snapshots around it say enough; the others are read.
 */
public final class Recovery {
  /** Name of the sink that is owed what was journaled before any essential one was known. */
  static final String WHOEVER_COMES_FIRST = "";

  /** Records passed over before it looks whether the segment is over. */
  private static final int MOST_PASSED = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Journal journal;
  private final Streams streams;
  private final Switchboard switchboard;
  private final InstantSource clock;
  private final Set<String> heirs;
  private final Map<String, RecoveredStream> recovered = new HashMap<>();

  /** Of a runtime whose threads have not been started. */
  public Recovery(Journal journal, Streams streams, Switchboard switchboard, InstantSource clock) {
    this.clock = clock;
    this.journal = journal;
    this.streams = streams;
    this.switchboard = switchboard;
    Set<String> sinks = new HashSet<>(journal.cursors().names());
    sinks.addAll(journal.cursors().lost());
    this.heirs = sinks.isEmpty() ? Set.of(WHOEVER_COMES_FIRST) : Set.copyOf(sinks);
  }

  /** Does it, once. */
  public void run() throws IOException {
    journal
        .streams()
        .forEach((name, state) -> {
          if (!name.equals(Losses.STREAM)) {
            stream(name).reaches(state.nextSequence());
          }
        });
    for (Map.Entry<String, List<Loss>> lost : streams.losses().stored().entrySet()) {
      stream(lost.getKey()).lost(lost.getValue());
    }
    for (String sink : journal.cursors().names()) {
      readCursor(sink);
    }
    for (String sink : journal.cursors().lost()) {
      readNoCursor(sink);
    }
    for (Lane lane : Lane.values()) {
      List<SegmentMark> marks = journal.marks(lane);
      read(lane, marks);
      came(lane, marks);
    }
    for (RecoveredStream stream : recovered.values()) {
      stream.open(journal, streams);
    }
    LOG.debug("Recovered {} streams.", recovered.size());
  }

  private RecoveredStream stream(String name) {
    return recovered.computeIfAbsent(name, key -> new RecoveredStream(key, heirs));
  }

  private void readCursor(String sink) throws IOException {
    Optional<byte[]> bytes = journal.cursors().load(sink);
    if (bytes.isEmpty()) {
      return;
    }
    switchboard.known(sink);
    try {
      CursorState.decode(bytes.get())
          .streams()
          .forEach((name, stored) -> stream(name).add(sink, stored));
    } catch (IOException e) {
      LOG.error("The cursor of sink {} is damaged; everything is delivered again.", sink, e);
    }
  }

  /** It is owed what the journal has, also if it comes after another start only. */
  private void readNoCursor(String sink) {
    switchboard.known(sink);
    LOG.error("The cursor of sink {} is lost; what the journal has is delivered again.", sink);
    try {
      journal.cursors().save(sink, new CursorState(Map.of()).encode());
    } catch (IOException e) {
      LOG.warn("The cursor of sink {} cannot be stored.", sink, e);
    }
  }

  private void read(Lane lane, List<SegmentMark> marks) throws IOException {
    for (int i = 0; i < marks.size(); i++) {
      SegmentMark begin = marks.get(i);
      SegmentMark end = i + 1 < marks.size() ? marks.get(i + 1) : null;
      if (end != null && isSimple(begin, end)) {
        begin
            .streams()
            .forEach((name, mark) -> counted(name, mark, end.streams().getOrDefault(name, mark)));
      } else {
        read(lane, begin.at(), end == null ? null : end.at());
      }
    }
  }

  /** What a segment holds came after it was begun. */
  private void came(Lane lane, List<SegmentMark> marks) {
    long nowNanos = System.nanoTime();
    for (SegmentMark mark : marks) {
      long ageMillis = Math.max(0, clock.millis() - mark.createdMillis());
      journal
          .streams()
          .forEach((name, state) -> {
            if (state.lane() == lane && !name.equals(Losses.STREAM)) {
              StreamMark at = mark.streams().get(name);
              stream(name)
                  .came(at == null ? 0 : at.nextSequence(), nowNanos - ageMillis * 1_000_000);
            }
          });
    }
  }

  /** Whether every stream went on between two snapshots as they say, and no route begins there. */
  private boolean isSimple(SegmentMark begin, SegmentMark end) {
    return begin.whole()
        && end.whole()
        && begin.streams().keySet().equals(end.streams().keySet())
        && begin.streams().entrySet().stream()
            .allMatch(mark ->
                mark.getKey().equals(Losses.STREAM)
                    || stream(mark.getKey())
                        .isSimple(
                            mark.getValue(),
                            Objects.requireNonNull(end.streams().get(mark.getKey()))));
  }

  private void counted(String name, StreamMark begin, StreamMark end) {
    if (!name.equals(Losses.STREAM)) {
      stream(name).count(begin, end);
    }
  }

  private void read(Lane lane, Location from, @Nullable Location to) throws IOException {
    try (Reader reader = journal.reader(lane, from)) {
      Location before = null;
      while (!reader.location().equals(before)
          && (to == null || reader.location().compareTo(to) < 0)) {
        before = reader.location();
        StoredEntry stored = reader.skim(this::owed, MOST_PASSED);
        if (stored != null && (to == null || stored.at().compareTo(to) < 0)) {
          stream(stored.entry().stream()).count(stored.entry());
        }
      }
    }
  }

  private boolean owed(String name, long first, int count) {
    return stream(name).owes(first, count);
  }
}
