package monitor.runtime.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import monitor.api.operation.Histogram;
import monitor.runtime.accounting.Latencies;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the appends of one lane to disk: checks each, cuts them into runs that fit into a segment,
 * and decides what follows from a failure. Used by the writer thread alone.
 */
final class LaneWriter {
  /** Largest entry that is taken. */
  static final int MAX_ENTRY_BYTES = 16 << 20;

  private static final Pattern NO_SPACE = Pattern.compile("(?i)no space|quota exceeded");

  /** With less than this a failure is taken for a full disk, in whatever language it speaks. */
  private static final long SPARE_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final LaneLog log;
  private final LaneLog ring;
  private final JournalSettings settings;
  private final StreamTable table;
  private final Latencies commits = new Latencies();
  private final List<Append> run = new ArrayList<>();
  private long runBytes;
  private boolean anew;
  private volatile String state = Usage.OK;

  /**
   * A writer for a lane.
   *
   * @param ring the lane that yields when the disk runs short
   */
  LaneWriter(LaneLog log, LaneLog ring, JournalSettings settings, StreamTable table) {
    this.log = log;
    this.ring = ring;
    this.settings = settings;
    this.table = table;
  }

  LaneLog log() {
    return log;
  }

  String state() {
    return state;
  }

  /** From handing over to durable. */
  Histogram commits() {
    return commits.histogram();
  }

  /** Writes these entries, in this order. */
  void commit(List<Append> appends) {
    for (Append append : appends) {
      StreamTable.Stream stream = table.obtain(append.entry().stream(), log.lane());
      boolean moves = stream.stagedLane != log.lane();
      if (moves || !fits(append)) {
        flush();
      }
      Refusal refusal = refusal(append, stream);
      if (refusal != null) {
        append.refused(refusal);
        continue;
      }
      // The snapshot of a new segment is what carries the stream over into this lane.
      anew |= moves;
      stream.stage(append.entry(), log.lane());
      run.add(append);
      runBytes += append.bytes();
    }
    flush();
  }

  private boolean fits(Append append) {
    long sum = runBytes + append.bytes();
    return run.isEmpty()
        || (anew || !log.fits(runBytes) ? sum <= settings.rollBytes(log.lane()) : log.fits(sum));
  }

  private @Nullable Refusal refusal(Append append, StreamTable.Stream stream) {
    Entry entry = append.entry();
    long limit = Math.min(MAX_ENTRY_BYTES, settings.quota(log.lane()) / 2);
    if (append.bytes() > limit) {
      return new Refusal(
          "an entry of %d bytes is larger than the journal takes (%d)"
              .formatted(append.bytes(), limit),
          false);
    }
    if (entry.count() == 0
        || !entry.epoch().equals(stream.stagedEpoch)
        || entry.firstSequence() == stream.stagedNext) {
      return null;
    }
    return new Refusal(
        "the stream %s goes on with number %d, not %d"
            .formatted(entry.stream(), stream.stagedNext, entry.firstSequence()),
        entry.firstSequence() > stream.stagedNext);
  }

  private void flush() {
    if (!run.isEmpty()) {
      Refusal refusal = write();
      if (refusal != null) {
        refuse(refusal);
      }
      run.clear();
      runBytes = 0;
      anew = false;
    }
  }

  private void refuse(Refusal refusal) {
    for (Append append : run) {
      table.obtain(append.entry().stream(), log.lane()).unstage();
    }
    if (!state.equals(refusal.reason())) {
      LOG.warn(
          "The journal refuses entries of its {} lane: {}.", log.lane().word(), refusal.reason());
    }
    state = refusal.reason();
    run.forEach(append -> append.refused(refusal));
  }

  /** After a failed write or fsync everything is written once more, into another segment. */
  private @Nullable Refusal write() {
    String failure = "";
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        String full = makeRoom();
        if (full != null) {
          return new Refusal(full, true);
        }
        Location[] places = log.write(run, runBytes, anew);
        // Before anybody is told: who hears that it is durable reads that the lane is well.
        recovered();
        long now = System.nanoTime();
        run.forEach(append -> commits.add(now - append.handedNanos()));
        for (int i = 0; i < run.size(); i++) {
          run.get(i).durable(places[i], places[i + 1]);
        }
        return null;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        LOG.debug("Writing to the {} lane of the journal failed.", log.lane().word(), e);
        failure = String.valueOf(e.getMessage());
        log.abandon();
        if (outOfSpace(failure)) {
          yieldRing();
        }
      }
    }
    return new Refusal("the disk failed: " + failure, true);
  }

  private void recovered() {
    if (!state.equals(Usage.OK)) {
      LOG.info("The {} lane of the journal takes entries again.", log.lane().word());
      state = Usage.OK;
    }
  }

  private boolean outOfSpace(String failure) {
    return NO_SPACE.matcher(failure).find() || usableBytes() < runBytes + SPARE_BYTES;
  }

  private long usableBytes() {
    try {
      return settings.store().usableBytes(settings.folder());
    } catch (IOException e) {
      return 0;
    }
  }

  private void yieldRing() {
    try {
      ring.dropOldest();
    } catch (IOException e) {
      LOG.debug("No segment of the ring lane could be unlinked.", e);
    }
  }

  /** Null if there is room, else what is full. */
  private @Nullable String makeRoom() throws IOException {
    long quota = settings.quota(log.lane());
    while (log.bytesWith(runBytes) > quota) {
      if (log.lane() == Lane.KEPT || !makeRingRoom()) {
        return "the %s lane is full: %d of %d bytes"
            .formatted(log.lane().word(), log.segments().bytes(), quota);
      }
    }
    while (settings.store().usableBytes(settings.folder()) - runBytes < settings.freeFloorBytes()) {
      if (!ring.dropOldest()) {
        return "the disk is full: %d bytes are free, of which %d are left to others"
            .formatted(usableBytes(), settings.freeFloorBytes());
      }
    }
    return null;
  }

  /** What is alone in the active segment can give way once the next one is begun. */
  private boolean makeRingRoom() throws IOException {
    if (ring.dropOldest()) {
      return true;
    }
    if (ring.fits(runBytes)) {
      return false;
    }
    ring.roll();
    return true;
  }
}
