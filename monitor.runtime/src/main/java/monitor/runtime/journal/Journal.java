package monitor.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import monitor.api.delivery.Epoch;
import monitor.api.operation.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The durable log between sources and sinks. An entry holds a batch and the positions of its source
 * after it: one write, one fsync, so that no crash can part them. One thread writes both lanes and
 * commits in groups.
 *
 * <p>All methods may be called from any thread. The format on disk is in {@code docs/journal.md}.
 */
public final class Journal implements AutoCloseable {
  private static final int LEAST_STAGING_BYTES = 4 << 10;
  private static final int MOST_STAGING_BYTES = 256 << 10;

  private final JournalSettings settings;
  private final Closeable lock;
  private final Damages damages;
  private final CursorStore cursors;
  private final Inspector inspector;
  private final Identity identity;
  private final Map<String, StreamState> streams = new HashMap<>();
  private final Map<String, Long> formerSequences = new HashMap<>();
  private final Map<String, Epoch> epochs = new HashMap<>();
  private final Map<Lane, LaneWriter> lanes = new EnumMap<>(Lane.class);
  private final CommitQueue queue;
  private final Writer writer;
  private final Thread thread;

  private Journal(JournalSettings settings, Closeable lock) throws IOException {
    this.settings = settings;
    this.lock = lock;
    Map<Lane, SegmentList> lists = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      lists.put(lane, new SegmentList());
    }
    damages = new Damages(settings.clock());
    Quarantine quarantine = new Quarantine(settings);
    inspector = new Inspector(settings.store(), damages, quarantine, lists);
    cursors =
        new CursorStore(
            settings, damages, quarantine, lane -> Objects.requireNonNull(lists.get(lane)).end());
    Recovery.Recovered recovered =
        new Recovery(settings, damages, quarantine, cursors, lists).run(staging(settings));
    identity = recovered.identity();
    describe(recovered.table());
    LaneLog ring = Objects.requireNonNull(recovered.logs().get(Lane.RING));
    recovered
        .logs()
        .forEach(
            (lane, log) -> lanes.put(lane, new LaneWriter(log, ring, settings, recovered.table())));
    queue = new CommitQueue(settings);
    writer = new Writer(queue, lanes);
    thread = Thread.ofPlatform().name("journal-writer").daemon().unstarted(writer);
  }

  /**
   * Opens the journal in a folder, or begins one. Data that is damaged does not prevent that: it is
   * set aside and reported by {@link #damages()}, and a new epoch begins.
   *
   * @throws IOException if the folder cannot be made or listed, or another process uses it
   */
  public static Journal open(JournalSettings settings) throws IOException {
    settings.store().createFolder(settings.folder());
    Closeable lock = settings.store().lock(settings.folder().resolve("lock"));
    try {
      Journal journal = new Journal(settings, lock);
      journal.thread.start();
      return journal;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static ByteBuffer staging(JournalSettings settings) {
    return ByteBuffer.allocateDirect(
        Math.clamp(settings.groupBytes(), LEAST_STAGING_BYTES, MOST_STAGING_BYTES));
  }

  private void describe(StreamTable table) {
    for (StreamTable.Stream stream : table.durable()) {
      streams.put(stream.name, stream.state());
      if (stream.epoch != null) {
        epochs.put(stream.name, stream.epoch);
      }
      Epoch former = identity.previous();
      if (former != null && former.equals(stream.epoch)) {
        formerSequences.put(stream.name, stream.next);
      }
    }
  }

  /** The epoch: new when the journal was begun, and after each time something was set aside. */
  public Epoch epoch() {
    return identity.epoch();
  }

  /** The epoch before this one, with the sequence numbers known of it; empty in the first one. */
  public Optional<Predecessor> predecessor() {
    return Optional.ofNullable(identity.previous())
        .map(epoch -> new Predecessor(epoch, formerSequences));
  }

  /** The streams as they were when the journal was opened, by name. */
  public Map<String, StreamState> streams() {
    return Map.copyOf(streams);
  }

  /** The epochs of the last sequence numbers of the streams when the journal was opened. */
  public Map<String, Epoch> epochs() {
    return Map.copyOf(epochs);
  }

  /** What was found damaged since the journal was opened. */
  public List<Damage> damages() {
    return damages.all();
  }

  /**
   * Hands over an entry; never waits. Entries of one stream reach the disk in the order of these
   * calls, and its sequence numbers without a hole: when one is refused, those that follow it are
   * refused as well until it has been appended again. What is handed over and not yet durable is in
   * memory, so the caller bounds it ({@link Usage#pendingBytes}).
   */
  public void append(Lane lane, Entry entry, AppendCallback callback) {
    Append append = new Append(lane, entry, EntryCodec.pack(entry), callback, System.nanoTime());
    if (!queue.add(append)) {
      append.refused(new Refusal("the journal is closed", false));
    }
  }

  /**
   * A reader of a lane.
   *
   * @param from where to begin; null, or a place that has been unlinked, is the oldest entry
   */
  public Reader reader(Lane lane, @Nullable Location from) {
    LaneLog log = writer(lane).log();
    return new Reader(log, settings.store(), inspector, from == null ? Location.START : from);
  }

  /** Where the streams of a lane stood at the begin of each of its segments, oldest first. */
  public List<SegmentMark> marks(Lane lane) {
    return writer(lane).log().marks();
  }

  /**
   * Says that nothing before a place is needed any more: segments that lie wholly before it are
   * unlinked soon.
   */
  public void release(Lane lane, Location upTo) {
    queue.release(lane, upTo);
  }

  /**
   * Says that entries older than this may go although they were not released: segments that hold
   * nothing younger are unlinked soon.
   *
   * @param millis milliseconds since 1970
   */
  public void expire(Lane lane, long millis) {
    queue.expire(lane, millis);
  }

  /** Calls back before a segment is unlinked, for whatever reason. */
  public void onUnlink(UnlinkListener listener) {
    lanes.values().forEach(lane -> lane.log().onUnlink(listener));
  }

  /** The durable end of a lane. */
  public Location end(Lane lane) {
    return writer(lane).log().segments().end();
  }

  /** Calls back on the writer thread after each group commit; must be quick. */
  public void onDurable(Runnable listener) {
    writer.onDurable(listener);
  }

  /** What both lanes hold. */
  public Usage usage() {
    Usage kept = usage(Lane.KEPT);
    Usage ring = usage(Lane.RING);
    return new Usage(
        kept.bytes() + ring.bytes(),
        kept.maxBytes() + ring.maxBytes(),
        kept.segments() + ring.segments(),
        kept.state().equals(Usage.OK) ? ring.state() : kept.state(),
        queue.pendingBytes() + writer.writingBytes());
  }

  /** How long entries of a lane waited until they were durable, since the journal was opened. */
  public Histogram commits(Lane lane) {
    return writer(lane).commits();
  }

  /** Memory that the recent entries of a lane use, at most {@link #mostHotBytes}. */
  public long hotBytes(Lane lane) {
    return writer(lane).log().hot().bytes();
  }

  /** Most memory for the recent entries of a lane. */
  public long mostHotBytes() {
    return settings.hotBytes();
  }

  /** Free space of its file system; -1 if that cannot be told. */
  public long freeBytes() {
    try {
      return settings.store().usableBytes(settings.folder());
    } catch (IOException e) {
      return -1;
    }
  }

  /** Free space that is left to others. */
  public long freeFloorBytes() {
    return settings.freeFloorBytes();
  }

  /** What one lane holds; pending bytes are those of both. */
  public Usage usage(Lane lane) {
    LaneWriter of = writer(lane);
    SegmentList segments = of.log().segments();
    return new Usage(
        segments.bytes(),
        settings.quota(lane),
        segments.size(),
        of.state(),
        queue.pendingBytes() + writer.writingBytes());
  }

  /** States of those who read, saved durably. */
  public CursorStore cursors() {
    return cursors;
  }

  private LaneWriter writer(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane));
  }

  /** Writes what was handed over and ends the writer thread. Safe to repeat. */
  @Override
  public void close() throws IOException {
    queue.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lock.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
