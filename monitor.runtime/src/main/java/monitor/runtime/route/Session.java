package monitor.runtime.route;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.runtime.batch.BatchHeaders;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.journal.Entry;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.Reader;
import monitor.runtime.journal.StoredEntry;
import monitor.runtime.lifecycle.Condition;
import monitor.runtime.stream.Drops;
import monitor.runtime.stream.StreamLedger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opening of one sink: reads the journal, hands batches over within the window, counts
 * outcomes. Everything happens on the sink's thread; other threads {@link #post}. An outcome that
 * comes after the session is posted to a queue that nobody reads any more, so a replaced version
 * moves nothing.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final long SAVE_NANOS = 200_000_000L;
  private static final long IDLE_NANOS = 100_000_000L;

  private final String name;
  private final Sink sink;
  private final long window;
  private final boolean essential;
  private final Journal journal;
  private final Quarantine quarantine;
  private final Condition condition;
  private final Runnable save;
  private final Thread thread = Thread.currentThread();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final Map<String, Outbound> outbounds = new HashMap<>();
  private final Map<Lane, Reader> readers = new EnumMap<>(Lane.class);
  private volatile boolean stopping;
  private volatile boolean parked;
  private long inFlightBytes;
  private long savedNanos = System.nanoTime();
  private boolean unsaved;
  private boolean unflushed;

  Session(
      String name,
      Sink sink,
      int windowBytes,
      boolean essential,
      Journal journal,
      Map<Lane, Location> from,
      Quarantine quarantine,
      Condition condition,
      Runnable save) {
    this.name = name;
    this.sink = sink;
    this.window = windowBytes;
    this.essential = essential;
    this.journal = journal;
    this.quarantine = quarantine;
    this.condition = condition;
    this.save = save;
    for (Lane lane : Lane.values()) {
      readers.put(lane, journal.reader(lane, from.get(lane)));
    }
  }

  /** Has something done on the session's thread. */
  void post(Runnable task) {
    posted.add(task);
    wake();
  }

  void wake() {
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  void requestStop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  void add(StreamLedger ledger, Route route) {
    outbounds.put(ledger.name(), new Outbound(ledger, route));
  }

  void remove(String stream) {
    outbounds.remove(stream);
  }

  /** Delivers until asked to stop. */
  void run() throws Exception {
    while (!stopping) {
      runPosted();
      boolean progressed = readMain() | readCatchUps();
      saveWhenDue();
      if (!progressed) {
        rest();
      }
    }
  }

  private void runPosted() {
    for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
      task.run();
    }
  }

  private void rest() throws Exception {
    if (unflushed) {
      unflushed = false;
      sink.flush();
      return;
    }
    parked = true;
    if (posted.isEmpty() && !stopping) {
      LockSupport.parkNanos(this, IDLE_NANOS);
    }
    parked = false;
  }

  private boolean readMain() throws Exception {
    boolean progressed = false;
    for (Lane lane : Lane.values()) {
      if (inFlightBytes >= window) {
        return progressed;
      }
      StoredEntry entry = reader(lane).next(this::wanted);
      if (entry != null) {
        deliver(lane, entry);
        progressed = true;
      }
    }
    return progressed;
  }

  private Reader reader(Lane lane) {
    Reader reader = readers.get(lane);
    if (reader == null) {
      throw new IllegalStateException("no reader for lane " + lane);
    }
    return reader;
  }

  private boolean wanted(String stream, long first, int count) {
    Outbound outbound = outbounds.get(stream);
    return count > 0
        && outbound != null
        && outbound.catchUp() == null
        && first + count > outbound.handed();
  }

  private boolean readCatchUps() throws Exception {
    boolean progressed = false;
    long now = System.nanoTime();
    for (Outbound outbound : List.copyOf(outbounds.values())) {
      Outbound.CatchUp catchUp = outbound.catchUp();
      if (catchUp != null && now - catchUp.dueNanos >= 0 && inFlightBytes < window) {
        readCatchUp(outbound, catchUp);
        progressed = true;
      }
    }
    return progressed;
  }

  private void readCatchUp(Outbound outbound, Outbound.CatchUp catchUp) throws Exception {
    if (catchUp.reader == null) {
      catchUp.reader = journal.reader(catchUp.lane, catchUp.from);
    }
    String stream = outbound.route().stream();
    StoredEntry entry =
        catchUp.reader.next((name, first, count) ->
            count > 0 && name.equals(stream) && first + count > outbound.handed());
    if (entry == null || entry.at().compareTo(reader(catchUp.lane).location()) >= 0) {
      outbound.caughtUp();
    }
    if (entry != null) {
      deliver(catchUp.lane, entry);
    }
  }

  private void deliver(Lane lane, StoredEntry stored) throws InterruptedException {
    Entry entry = stored.entry();
    Outbound outbound = outbounds.get(entry.stream());
    if (outbound == null) {
      return;
    }
    if (entry.header().length == 0) {
      // A gap that the journal made for what it lost; the next batch shows it as a hole.
      return;
    }
    BatchHeader header;
    try {
      header = BatchHeaders.decode(entry.header());
    } catch (IOException e) {
      LOG.error(
          "A batch of {} in the journal is damaged and is counted as lost.", entry.stream(), e);
      return;
    }
    if (entry.firstSequence() > outbound.handed()) {
      handHole(lane, outbound, header, stored.at());
    }
    if (outbound.catchUp() == null || outbound.catchUp().reader != null) {
      hand(outbound, new Parcel(lane, header, stored.at(), stored), entry.body());
    }
  }

  /** What lies between was dropped by the journal: the sink is told so, and told in order. */
  private void handHole(Lane lane, Outbound outbound, BatchHeader after, Location at)
      throws InterruptedException {
    long missing = after.id().firstSequence() - outbound.handed();
    int count = (int) Math.min(missing, Integer.MAX_VALUE / 2);
    String reason = lane == Lane.RING ? Drops.JOURNAL_FULL : Drops.JOURNAL_DAMAGED;
    String told = essential ? reason : Drops.BEHIND;
    BatchId id =
        new BatchId(
            after.id().agent(), after.id().epoch(), after.id().stream(), outbound.handed(), count);
    BatchHeader gap =
        new BatchHeader(
            id, after.kind(), after.origin(), after.sealedNanos(), Codec.NONE, 0, 0, "", told);
    outbound.lost(id.firstSequence(), id.nextSequence(), told);
    hand(outbound, new Parcel(lane, gap, at, null), ByteBuffer.allocate(0));
  }

  private void hand(Outbound outbound, Parcel parcel, ByteBuffer payload)
      throws InterruptedException {
    outbound.hand(parcel);
    inFlightBytes += parcel.bytes();
    unflushed = true;
    switch (offer(new StoredBatch(parcel.header(), List.of(), payload))) {
      case Outcome outcome -> settle(outbound, parcel, outcome);
      case Delivery.Pending pending ->
          pending
              .outcome()
              .whenComplete((outcome, failure) ->
                  post(() -> settle(outbound, parcel, orRetry(outcome, failure))));
    }
  }

  private Delivery offer(StoredBatch batch) throws InterruptedException {
    try {
      Delivery delivery = sink.deliver(batch);
      return delivery == null ? Outcome.retry("the sink answered null") : delivery;
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      condition.failedOnce();
      LOG.warn("Sink {} failed to take {}; it is tried again.", name, batch.header().id(), e);
      return Outcome.retry(String.valueOf(e.getMessage()));
    }
  }

  private static Outcome orRetry(@Nullable Outcome outcome, @Nullable Throwable failure) {
    if (outcome != null) {
      return outcome;
    }
    return Outcome.retry(failure == null ? "no outcome" : String.valueOf(failure.getMessage()));
  }

  private void settle(Outbound outbound, Parcel parcel, Outcome outcome) {
    if (parcel.takenBack() || parcel.outcome() != null) {
      return;
    }
    long now = System.nanoTime();
    switch (outcome) {
      case Outcome.Retry retry -> {
        warnOnce(outbound, retry.reason());
        inFlightBytes -= outbound.retry(parcel, retry.reason(), retry.after(), now);
      }
      case Outcome.Behind behind when behind.nextSequence() < parcel.first() -> {
        String reason = "the sink expects sequence number " + behind.nextSequence();
        warnOnce(outbound, reason);
        inFlightBytes -= outbound.rewind(behind.nextSequence(), parcel.lane(), reason, now);
      }
      case Outcome.Behind behind ->
          inFlightBytes -=
              outbound.retry(parcel, "the sink is ahead", java.time.Duration.ZERO, now);
      case Outcome.Conflict conflict -> refuse(outbound, parcel, conflict, conflict.reason());
      case Outcome.Rejected rejected -> refuse(outbound, parcel, rejected, rejected.reason());
      case Outcome.PartlyAccepted partly -> count(outbound, parcel, partly);
      case Outcome.Accepted accepted -> count(outbound, parcel, accepted);
    }
  }

  private void warnOnce(Outbound outbound, String reason) {
    if (outbound.failures() == 0) {
      LOG.warn(
          "Sink {} cannot take {} now: {}. It is tried again.",
          name,
          outbound.route().stream(),
          reason);
    }
  }

  private void refuse(Outbound outbound, Parcel parcel, Outcome outcome, String reason) {
    LOG.error("Sink {} refuses {} for ever: {}.", name, parcel.header().id(), reason);
    quarantine.keep(parcel, reason);
    count(outbound, parcel, outcome);
  }

  private void count(Outbound outbound, Parcel parcel, Outcome outcome) {
    parcel.settle(outcome);
    inFlightBytes -= outbound.settle();
    unsaved = true;
  }

  private void saveWhenDue() {
    long now = System.nanoTime();
    if (unsaved && now - savedNanos >= SAVE_NANOS) {
      save.run();
      unsaved = false;
      savedNanos = now;
    }
  }

  /** Hands nothing over any more; waits until the outcome of what is in flight is known. */
  void finish(long deadlineNanos) throws Exception {
    sink.flush();
    while (inFlight() && System.nanoTime() - deadlineNanos < 0) {
      runPosted();
      if (inFlight()) {
        parked = true;
        if (posted.isEmpty()) {
          LockSupport.parkNanos(this, 1_000_000L);
        }
        parked = false;
      }
    }
    save.run();
  }

  private boolean inFlight() {
    return outbounds.values().stream().anyMatch(Outbound::waiting);
  }

  /** Gives the files free; the locations stay known. */
  void close() {
    try {
      for (Reader reader : readers.values()) {
        reader.close();
      }
      for (Outbound outbound : outbounds.values()) {
        outbound.close();
      }
    } catch (IOException e) {
      LOG.debug("A reader of sink {} could not be closed.", name, e);
    }
  }

  /** The oldest entry that is still needed, for each lane. */
  Map<Lane, Location> needs() {
    Map<Lane, Location> needs = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      Location need = reader(lane).location();
      for (Outbound outbound : outbounds.values()) {
        Location oldest = outbound.oldest(lane);
        need = oldest != null && oldest.compareTo(need) < 0 ? oldest : need;
      }
      needs.put(lane, need);
    }
    return needs;
  }
}
