package monitor.runtime.route;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import monitor.api.delivery.BatchHeader;
import monitor.runtime.batch.BatchHeaders;
import monitor.runtime.direct.Backlog;
import monitor.runtime.direct.Share;
import monitor.runtime.journal.Entry;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.StoredEntry;
import monitor.runtime.stream.Losses;
import monitor.runtime.stream.StreamLedger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opening of one sink: reads the journal and hands over what each route owes, in order and
 * without a hole. Everything happens on the sink's thread; other threads {@link #post}.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final long SAVE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long BACKLOG_EVENTS = 20_000;

  /** Each reads the journal from where it is, and has a buffer. */
  private static final int MOST_BY_THEMSELVES = 16;

  private final Feed feed;
  private final Handover handover;
  private final Mailbox mailbox;
  private final Bridge bridge;
  private final Quarantine quarantine;
  private final Losses losses;
  private final BooleanSupplier save;
  private final Backlog.Opening direct;
  private final Map<String, Outbound> outbounds = new HashMap<>();
  private volatile boolean stopping;
  private int lossesSeen = -1;
  private long savedNanos = System.nanoTime();
  private long lookedNanos = System.nanoTime();
  private boolean unsaved;

  /**
   * A session of the calling thread.
   *
   * @param backlog of direct routes
   * @param save stores the cursor, and says whether it could
   * @param unsaved whether that is still to be done for what is owed now
   */
  Session(
      Feed feed,
      Handover handover,
      Mailbox mailbox,
      Quarantine quarantine,
      Losses losses,
      Backlog backlog,
      BooleanSupplier save,
      boolean unsaved) {
    this.feed = feed;
    this.handover = handover;
    this.mailbox = mailbox;
    this.quarantine = quarantine;
    this.losses = losses;
    this.save = save;
    this.unsaved = unsaved;
    this.direct = backlog.open(mailbox::wake);
    this.bridge = new Bridge(feed, handover, losses);
  }

  /** Has something done on the session's thread. */
  void post(Runnable task) {
    mailbox.post(task);
  }

  /** Bytes that the sink has not answered for; safe for any thread. */
  long inFlightBytes() {
    return handover.inFlightBytes();
  }

  void wake() {
    mailbox.wake();
  }

  void requestStop() {
    stopping = true;
    mailbox.wake();
  }

  void add(StreamLedger ledger, Route route) {
    outbounds.put(ledger.name(), new Outbound(ledger, route));
    lossesSeen = -1;
  }

  void remove(String stream) {
    outbounds.remove(stream);
  }

  /** Delivers until asked to stop. */
  void run() throws Exception {
    while (!stopping) {
      mailbox.runAll();
      tellLosses();
      boolean progressed = readMain() | readCatchUps() | handDirect();
      saveWhenDue();
      if (!progressed) {
        lookAtEnds();
        rest();
      }
    }
  }

  private boolean handDirect() throws InterruptedException {
    Share share = handover.full() || stopping ? null : direct.next();
    if (share != null) {
      handover.hand(direct, share);
    }
    return share != null;
  }

  private void rest() throws Exception {
    if (!handover.flush() && !stopping) {
      mailbox.rest(IDLE_NANOS, () -> !handover.full() && direct.hasNext());
    }
  }

  private void tellLosses() throws Exception {
    int version = losses.version();
    if (version != lossesSeen) {
      lossesSeen = version;
      for (Outbound outbound : outbounds.values()) {
        bridge.tell(outbound);
      }
    }
  }

  private boolean readMain() throws Exception {
    boolean progressed = false;
    for (Lane lane : Lane.values()) {
      if (handover.full() || stopping) {
        return progressed;
      }
      Location before = feed.location(lane);
      StoredEntry entry = feed.next(lane, this::wanted);
      if (entry != null) {
        deliver(lane, entry);
        part(lane, entry);
      }
      progressed |= !feed.location(lane).equals(before);
    }
    return progressed;
  }

  /**
   * A stream with a backlog goes on by itself while the reader of its lane is behind, so that what
   * is fresh of the other streams does not wait until the backlog is delivered.
   */
  private void part(Lane lane, StoredEntry read) {
    Outbound outbound = outbounds.get(read.entry().stream());
    if (outbound != null
        && outbound.catchUp() == null
        && outbounds.size() > 1
        && feed.isBehind(lane)
        && outbound.pending() > BACKLOG_EVENTS
        && outbounds.values().stream().filter(other -> other.catchUp() != null).count()
            < MOST_BY_THEMSELVES) {
      outbound.readAgain(lane, read.next(), System.nanoTime());
    }
  }

  private boolean wanted(String stream, long first, int count) {
    Outbound outbound = outbounds.get(stream);
    return outbound != null && outbound.catchUp() == null && wanted(outbound, first, count);
  }

  private static boolean wanted(Outbound outbound, long first, int count) {
    return count > 0 && first + count > outbound.handed() && outbound.lossAt(first) == null;
  }

  private boolean readCatchUps() throws Exception {
    boolean progressed = false;
    long now = System.nanoTime();
    for (Outbound outbound : List.copyOf(outbounds.values())) {
      Outbound.CatchUp catchUp = outbound.catchUp();
      if (catchUp != null && now - catchUp.dueNanos >= 0 && !handover.full() && !stopping) {
        readCatchUp(outbound, catchUp);
        progressed = true;
      }
    }
    return progressed;
  }

  private void readCatchUp(Outbound outbound, Outbound.CatchUp catchUp) throws Exception {
    if (catchUp.reader == null) {
      catchUp.reader = feed.reader(catchUp);
      bridge.tell(outbound);
      if (outbound.catchUp() != catchUp) {
        return;
      }
    }
    String stream = outbound.route().stream();
    Location before = catchUp.reader.location();
    StoredEntry entry =
        catchUp.reader.next(
            (name, first, count) -> name.equals(stream) && wanted(outbound, first, count),
            Feed.MOST_PASSED);
    Location now = entry == null ? catchUp.reader.location() : entry.at();
    boolean ended = entry == null && now.equals(before);
    boolean passed = now.compareTo(feed.location(catchUp.lane)) >= 0;
    if (ended || passed && !feed.isBehind(catchUp.lane)) {
      outbound.caughtUp();
    }
    if (entry != null) {
      deliver(catchUp.lane, entry);
    }
  }

  private void deliver(Lane lane, StoredEntry stored) throws Exception {
    Entry entry = stored.entry();
    Outbound outbound = outbounds.get(entry.stream());
    if (outbound == null) {
      return;
    }
    BatchHeader header = intact(stored);
    if (header == null) {
      if (entry.header().length > 0) {
        quarantine.keepDamaged(stored);
      }
      bridge.lose(outbound, entry.firstSequence(), entry.nextSequence());
    }
    if (!bridge.reach(outbound, lane, stored) || header == null || !outbound.takes()) {
      return;
    }
    handover.hand(outbound, Parcel.of(lane, header, stored), entry.body());
    bridge.tell(outbound);
  }

  /** The header; null if header or body are not what was sealed, or were found damaged before. */
  private static @Nullable BatchHeader intact(StoredEntry stored) {
    Entry entry = stored.entry();
    try {
      boolean intact =
          entry.header().length > 0
              && (stored.hot() || BatchHeaders.intact(entry.header(), entry.body()));
      return intact ? BatchHeaders.decode(entry.header()) : null;
    } catch (IOException | RuntimeException e) {
      LOG.debug("The header of a batch of {} cannot be read.", entry.stream(), e);
      return null;
    }
  }

  /** What was durable when it looked the last time must have been read by now. */
  private void lookAtEnds() throws Exception {
    long now = System.nanoTime();
    if (now - lookedNanos < LOOK_NANOS || handover.full()) {
      return;
    }
    lookedNanos = now;
    for (Outbound outbound : outbounds.values()) {
      bridge.lookAtEnd(outbound);
    }
  }

  private void saveWhenDue() {
    long now = System.nanoTime();
    unsaved |= handover.takeUnsaved();
    if (unsaved && now - savedNanos >= SAVE_NANOS) {
      unsaved = !save.getAsBoolean();
      savedNanos = now;
    }
  }

  /** Hands nothing over any more; waits until the outcome of what is in flight is known. */
  void finish(long deadlineNanos) throws Exception {
    handover.end();
    while (inFlight() && System.nanoTime() - deadlineNanos < 0) {
      mailbox.runAll();
      if (inFlight()) {
        mailbox.rest(TimeUnit.MILLISECONDS.toNanos(1), () -> false);
      }
    }
  }

  private boolean inFlight() {
    return direct.awaitsAnswers() || outbounds.values().stream().anyMatch(Outbound::waiting);
  }

  /** Gives the files free; the locations stay known. */
  void close() {
    try {
      feed.close();
      outbounds.values().forEach(Outbound::close);
    } catch (IOException e) {
      LOG.debug("A reader of the journal could not be closed.", e);
    }
  }

  /** The oldest entry that is still needed, for each lane. */
  Map<Lane, Location> needs() {
    return feed.needs(outbounds.values());
  }
}
