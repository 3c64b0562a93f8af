package monitor.runtime.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Epoch;
import monitor.api.source.Position;
import monitor.runtime.journal.AppendCallback;
import monitor.runtime.journal.Entry;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.StreamMark;
import monitor.runtime.journal.StreamState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal lost of what it held: segments that gave way, damage. Each range becomes a gap
 * once, with borders that are the same for every reader and after every restart, and is durable
 * before a sink is told of it. The gaps are positions of a stream of their own, so that they go
 * over into each new segment and never give way themselves. Safe for many threads.
 */
public final class Losses implements AppendCallback {
  /** The stream of the gaps; those of sources have a slash in their names. */
  public static final String STREAM = "gaps";

  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

  private final Journal journal;
  private final Streams streams;
  private final Map<String, Long> recorded = new ConcurrentHashMap<>();
  private final Map<String, Position> unsaved = new HashMap<>();
  private Map<String, Position> appended = Map.of();
  private volatile Runnable listener = () -> {};
  private volatile int version;

  Losses(Journal journal, Streams streams) {
    this.journal = journal;
    this.streams = streams;
  }

  /** Calls back when sinks have something to be told; must be quick. */
  public void onRecorded(Runnable newListener) {
    listener = newListener;
  }

  /** Another number after each change. */
  public int version() {
    return version;
  }

  /** What was recorded before the start, by stream. */
  public Map<String, List<Loss>> stored() {
    Map<String, List<Loss>> stored = new HashMap<>();
    StreamState state = journal.streams().get(STREAM);
    for (Position position : state == null ? List.<Position>of() : state.positions().values()) {
      try {
        Loss loss = LossFormat.read(String.valueOf(position.value()));
        String stream = Objects.requireNonNull(loss.header()).id().stream();
        stored.computeIfAbsent(stream, key -> new ArrayList<>()).add(loss);
      } catch (IOException | RuntimeException e) {
        LOG.error("The gap {} in the journal is damaged.", position.key(), e);
      }
    }
    return stored;
  }

  /** Takes over what was recorded of a stream before the start. */
  public void recover(StreamLedger ledger, List<Loss> losses) {
    for (Loss loss : losses) {
      ledger.recovered(loss);
      recorded.put(key(ledger, loss), loss.next());
    }
  }

  /** A segment goes: whoever has not come past it has lost what he did not get. */
  public void unlinking(Lane lane, Map<String, StreamMark> marks, boolean expired) {
    String reason = expired ? Drops.EXPIRED : Drops.JOURNAL_FULL;
    marks.forEach((stream, mark) -> {
      StreamLedger ledger = streams.known(stream);
      if (ledger != null) {
        record(
            ledger, ledger.unlinked(mark.nextSequence(), reason, mark.dropped(), header(ledger)));
      }
    });
    save();
  }

  /** A range is not in the journal, as whoever reads it found out. */
  public void found(StreamLedger ledger, long first, long next, String reason) {
    record(ledger, ledger.lost(first, next, reason, header(ledger)));
    save();
  }

  /** A range is not in the journal, as was found when it was opened. */
  public void found(
      StreamLedger ledger,
      long first,
      long next,
      String reason,
      Map<String, Long> gapsBefore,
      Map<String, Long> gapsAfter) {
    record(ledger, ledger.lost(first, next, reason, gapsBefore, gapsAfter, header(ledger)));
    save();
  }

  private LossBook.Header header(StreamLedger ledger) {
    return (epoch, first, count, reason) -> header(ledger, epoch, first, count, reason);
  }

  /** The header of a gap. */
  public BatchHeader header(
      StreamLedger ledger, Epoch epoch, long first, int count, String reason) {
    return streams.gap(ledger, epoch, first, count, reason);
  }

  private synchronized void record(StreamLedger ledger, List<Loss> fresh) {
    for (Loss loss : fresh) {
      String key = key(ledger, loss);
      if (!recorded.containsKey(key) && !unsaved.containsKey(key)) {
        LOG.error(
            "The journal lost events of {} from number {} on: {}.",
            ledger.name(),
            loss.first(),
            loss.reason());
      }
      unsaved.put(key, new Position(key, LossFormat.VERSION, LossFormat.write(loss)));
    }
    if (!fresh.isEmpty()) {
      version++;
    }
  }

  private static String key(StreamLedger ledger, Loss loss) {
    return ledger.name() + "@" + loss.first();
  }

  /** Whether a sink may be told of it. */
  public boolean recorded(StreamLedger ledger, Loss loss) {
    return loss.header() == null
        || Long.valueOf(loss.next()).equals(recorded.get(key(ledger, loss)));
  }

  /** Forgets what nobody needs any more, and tries again what the journal refused. */
  public void tidy() {
    for (StreamLedger ledger : streams.ledgers()) {
      for (Loss loss : ledger.forgetLosses()) {
        String key = key(ledger, loss);
        recorded.remove(key);
        synchronized (this) {
          unsaved.put(key, new Position(key, LossFormat.VERSION, null));
        }
      }
    }
    save();
  }

  private synchronized void save() {
    if (unsaved.isEmpty() || !appended.isEmpty()) {
      return;
    }
    appended = Map.copyOf(unsaved);
    unsaved.clear();
    List<Position> positions = List.copyOf(appended.values());
    journal.append(Lane.RING, Entry.positionsOnly(STREAM, journal.epoch(), positions), this);
  }

  @Override
  public void durable(Location at, Location next) {
    synchronized (this) {
      for (Position position : appended.values()) {
        if (position.value() != null) {
          recorded.put(position.key(), next(position));
        }
      }
      appended = Map.of();
      version++;
    }
    save();
    listener.run();
  }

  private static long next(Position position) {
    try {
      return LossFormat.read(String.valueOf(position.value())).next();
    } catch (IOException e) {
      throw new IllegalStateException("what was just written cannot be read", e);
    }
  }

  @Override
  public synchronized void refused(String reason, boolean full) {
    LOG.debug("The journal refuses gaps for now: {}.", reason);
    appended.forEach(unsaved::putIfAbsent);
    appended = Map.of();
  }
}
