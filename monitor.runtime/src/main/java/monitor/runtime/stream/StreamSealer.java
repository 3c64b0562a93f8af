package monitor.runtime.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.source.Position;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.CodecChoice;
import monitor.runtime.batch.SealedBatch;
import monitor.runtime.journal.AppendCallback;
import monitor.runtime.journal.Entry;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batcher's side of one stream: takes events out of the buffer, encodes them into the open
 * batch, and hands it to the journal whenever the batch before is durable. So a slow disk makes
 * larger batches, and the order on disk is the order of the sequence numbers. {@link #step} is
 * called by the batcher thread only, the callbacks by the writer of the journal.
 */
final class StreamSealer implements AppendCallback {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSealer.class);
  private static final long REFUSED_RETRY_NANOS = 50_000_000L;
  private static final int MOST_IN_A_GAP = Integer.MAX_VALUE / 2;

  private final StreamLedger ledger;
  private final StreamBuffer buffer;
  private final BatchBuilder builder;
  private final Journal journal;
  private final Lane lane;
  private final boolean dropWhenFull;
  private final CodecChoice codecs;
  private final Runnable wakeBatcher;
  private final Map<String, Position> durable = new ConcurrentHashMap<>();

  private final Map<String, Position> openPositions = new LinkedHashMap<>();
  private final List<CompletableFuture<Outcome>> openSafe = new ArrayList<>();

  private volatile @Nullable Outstanding outstanding;

  StreamSealer(
      StreamLedger ledger,
      StreamBuffer buffer,
      BatchBuilder builder,
      Journal journal,
      Lane lane,
      boolean dropWhenFull,
      CodecChoice codecs,
      Runnable wakeBatcher) {
    this.ledger = ledger;
    this.buffer = buffer;
    this.builder = builder;
    this.journal = journal;
    this.lane = lane;
    this.dropWhenFull = dropWhenFull;
    this.codecs = codecs;
    this.wakeBatcher = wakeBatcher;
    ledger.buffer(buffer::events, buffer::dropped);
  }

  /** What was handed to the journal and is not durable yet. */
  private static final class Outstanding {
    final Entry entry;
    final List<CompletableFuture<Outcome>> safe;
    volatile boolean refused;
    volatile long retryAtNanos;

    Outstanding(Entry entry, List<CompletableFuture<Outcome>> safe) {
      this.entry = entry;
      this.safe = safe;
    }
  }

  /** Name of the stream. */
  String name() {
    return ledger.name();
  }

  /** Positions that are durable. */
  Map<String, Position> positions() {
    return durable;
  }

  Lane lane() {
    return lane;
  }

  /** Takes over the positions that were recovered. */
  void recovered(Map<String, Position> positions) {
    durable.putAll(positions);
  }

  /** Whether nothing is under way any more. */
  boolean idle() {
    return outstanding == null && buffer.isEmpty() && builder.count() == 0;
  }

  /** Whether the journal refused the last batch. */
  boolean held() {
    Outstanding current = outstanding;
    return current != null && current.refused;
  }

  /** Does what can be done now; returns whether that was anything. */
  boolean step(long nowNanos) {
    boolean progressed = fill();
    Outstanding current = outstanding;
    if (current != null) {
      return retry(current, nowNanos) || progressed;
    }
    if (builder.count() > 0 || !openPositions.isEmpty()) {
      sealEvents();
      return true;
    }
    for (Map.Entry<String, Long> drops : buffer.dropped().entrySet()) {
      sealGap(drops.getValue(), drops.getKey());
      return true;
    }
    return progressed;
  }

  private boolean retry(Outstanding current, long nowNanos) {
    if (!current.refused || nowNanos - current.retryAtNanos < 0) {
      return false;
    }
    current.refused = false;
    journal.append(lane, current.entry, this);
    return true;
  }

  private boolean fill() {
    int count = 0;
    long bytes = 0;
    Object element = buffer.peek();
    while (element != null) {
      int events = StreamBuffer.countOf(element);
      long size = StreamBuffer.sizeOf(element);
      if (events > 0 && !builder.fits(events, size)) {
        break;
      }
      buffer.poll();
      add(element);
      count += events;
      bytes += size;
      element = buffer.peek();
    }
    int taken = count;
    long takenBytes = bytes;
    ledger.opened(builder.count(), () -> buffer.taken(taken, takenBytes));
    return count > 0;
  }

  private void add(Object element) {
    if (element instanceof Unit unit) {
      unit.events().forEach(builder::add);
      unit.positions().forEach(position -> openPositions.put(position.key(), position));
      if (unit.safe() != null) {
        openSafe.add(unit.safe());
      }
    } else {
      builder.add((Event) element);
    }
  }

  private void sealEvents() {
    List<Position> positions = List.copyOf(openPositions.values());
    List<CompletableFuture<Outcome>> safe = List.copyOf(openSafe);
    openPositions.clear();
    openSafe.clear();
    int count = builder.count();
    long first = ledger.seal(count);
    if (count == 0) {
      append(
          new Entry(
              ledger.name(),
              ledger.epochs().current(),
              first,
              0,
              null,
              new byte[0],
              ByteBuffer.allocate(0),
              positions),
          safe);
      return;
    }
    SealedBatch sealed = builder.seal(epoch(first), first, codecs.codec());
    ledger.stored(sealed.encoded().length + sealed.payload().length);
    append(entry(sealed, positions), safe);
  }

  private void sealGap(long dropped, String reason) {
    int count = (int) Math.min(dropped, MOST_IN_A_GAP);
    long first = ledger.sealGap(count, reason, () -> buffer.numbered(count, reason));
    SealedBatch gap = builder.gap(epoch(first), first, count, reason);
    append(entry(gap, List.of()), List.of());
  }

  private Epoch epoch(long first) {
    Epoch epoch = ledger.epochs().current();
    ledger.epochs().seen(first, epoch);
    return epoch;
  }

  private Entry entry(SealedBatch sealed, List<Position> positions) {
    return new Entry(
        ledger.name(),
        sealed.header().id().epoch(),
        sealed.header().id().firstSequence(),
        sealed.header().id().count(),
        sealed.header().gap(),
        sealed.encoded(),
        ByteBuffer.wrap(sealed.payload()),
        positions);
  }

  private void append(Entry entry, List<CompletableFuture<Outcome>> safe) {
    outstanding = new Outstanding(entry, safe);
    journal.append(lane, entry, this);
  }

  @Override
  public void durable(Location at, Location next) {
    Outstanding done = outstanding;
    if (done == null) {
      return;
    }
    done.entry.positions().forEach(this::moved);
    ledger.durable(done.entry.nextSequence());
    outstanding = null;
    tell(done.safe, Outcome.ACCEPTED);
    wakeBatcher.run();
  }

  private void moved(Position position) {
    if (position.value() == null) {
      durable.remove(position.key());
    } else {
      durable.put(position.key(), position);
    }
  }

  @Override
  public void refused(String reason, boolean full) {
    Outstanding current = outstanding;
    if (current == null) {
      return;
    }
    LOG.debug("The journal refuses {} for now: {}.", ledger.name(), reason);
    if (dropWhenFull && current.entry.gap() == null && current.entry.count() > 0) {
      drop(current);
      return;
    }
    current.retryAtNanos = System.nanoTime() + REFUSED_RETRY_NANOS;
    current.refused = true;
  }

  /**
   * Turns the batch that found no room into a gap, which is small enough to be held until it fits.
   */
  private void drop(Outstanding current) {
    Entry lost = current.entry;
    ledger.dropped(lost.firstSequence(), lost.count(), Drops.JOURNAL_FULL);
    SealedBatch gap =
        builder.gap(lost.epoch(), lost.firstSequence(), lost.count(), Drops.JOURNAL_FULL);
    Outstanding replaced = new Outstanding(entry(gap, lost.positions()), List.of());
    replaced.retryAtNanos = System.nanoTime() + REFUSED_RETRY_NANOS;
    replaced.refused = true;
    outstanding = replaced;
    tell(current.safe, Outcome.retry("the journal is full"));
  }

  /** What hangs on an outcome is the plugin's and may wait; the journal does not wait for it. */
  private static void tell(List<CompletableFuture<Outcome>> waiting, Outcome outcome) {
    waiting.forEach(safe -> safe.completeAsync(() -> outcome, Thread::startVirtualThread));
  }
}
