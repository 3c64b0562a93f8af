package monitor.itest.variant;

import java.util.ArrayList;
import java.util.List;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Kill;

/** The broken variants: what each breaks, how that is done, and the fault that reveals it. */
enum Variant {
  ACCEPTS_BEFORE_COMMIT(
      "A batch is accepted while its transaction is open; commits come once a second",
      Kill.PLATFORM,
      storage("GroupWriter", "java.sql.Connection.commit", "commitLater")),
  MARK_NOT_READ(
      "Each batch counts as the first of its stream",
      Kill.PLATFORM,
      storage("Marks", "java.sql.ResultSet.getObject", "noMark")),
  MARK_IN_ITS_OWN_TRANSACTION(
      "Rows are committed before the mark moves",
      Kill.PLATFORM,
      storage("Marks", "java.sql.Connection.prepareStatement", "afterCommit")),
  DUPLICATE_IS_CONFLICT(
      "A batch that comes again is refused as a conflict",
      Kill.PLATFORM,
      storage("GroupWriter", "sink.postgres.write.Duplicates.answer", "conflict")),
  REFUSED_ROW_TAKES_BATCH(
      "A row that the server refuses takes its batch with it",
      Strike.REFUSED_ROWS,
      storage("Copy", "sink.postgres.write.Copy.halve", "acceptNone")),
  GAPS_NOT_WRITTEN(
      "Lost ranges are not stored",
      Strike.DAMAGE,
      storage("GroupWriter", "sink.postgres.write.Identities.gaps", "noGaps")),
  EVENTS_REORDERED(
      "The events of a batch are stored in reverse order",
      Strike.NONE,
      storage("BatchEncoder", "monitor.api.delivery.Batch.forEach", "backwards")),
  BODY_CUT(
      "Bodies are cut",
      Strike.NONE,
      storage("LogRows", "monitor.api.event.LogLine.body", "shortBody")),
  POSITIONS_BEFORE_EVENTS(
      "The position of a source is durable in a record before its events",
      Kill.PLATFORM,
      runtime("stream.*", "monitor.runtime.journal.Journal.append", "positionsFirst")),
  DATA_NOT_SYNCED(
      "What is written to a segment is not synced",
      PowerLoss.EVERYTHING_UNSYNCED,
      runtime("journal.SegmentWriter", "monitor.runtime.journal.StoreFile.force", "forceNothing")),
  FOLDER_NOT_SYNCED(
      "The name of a new segment is not synced",
      PowerLoss.EVERYTHING_UNSYNCED,
      runtime("journal.LaneLog", "monitor.runtime.journal.Store.syncFolder", "syncNothing")),
  TORN_TAIL_TAKEN(
      "Neither check sums nor hashes are compared, so a torn write counts as whole",
      PowerLoss.TORN_WRITES,
      runtime("journal.RecordReader", "java.util.zip.CRC32C.getValue", "compute"),
      runtime("journal.RecordReader", "monitor.runtime.journal.Frame.bodyCrc", "asComputed"),
      runtime("route.*", "monitor.runtime.batch.BatchHeaders.intact", "takeAsIntact")),
  HASH_NOT_COMPARED(
      "Neither check sums nor hashes of batches are compared",
      Strike.DAMAGE,
      runtime("journal.RecordReader", "java.util.zip.CRC32C.getValue", "compute"),
      runtime("journal.RecordReader", "monitor.runtime.journal.Frame.bodyCrc", "asComputed"),
      runtime("route.*", "monitor.runtime.batch.BatchHeaders.intact", "takeAsIntact")),
  CURSOR_NOT_SAVED(
      "How far a sink has come is not stored",
      Kill.PLATFORM,
      runtime("route.SinkCursor", "monitor.runtime.journal.CursorStore.save", "saveNothing")),
  LAST_SEGMENT_IGNORED(
      "The last segment of each lane is not looked at when the journal opens",
      Kill.PLATFORM,
      runtime("journal.Folder", "monitor.runtime.journal.Store.list", "withoutLast")),
  FIRST_OF_SEGMENT_SKIPPED(
      "The first entry of a stream in a segment is passed over by whoever reads for a sink",
      Strike.NONE,
      runtime("route.*", "monitor.runtime.journal.Reader.next", "skipFirst"),
      runtime("route.*", "monitor.runtime.journal.Reader.skim", "skimFirst")),
  LOSS_NOT_COUNTED(
      "What a lost range takes is not counted as dropped",
      Strike.DAMAGE,
      runtime("route.Route", "monitor.runtime.route.Route.addParts", "countNothing")),
  HANDED_OVER_COUNTS_AS_ACCEPTED(
      "A batch counts as accepted when it is handed over",
      Strike.OUTAGE,
      runtime("route.*", "monitor.api.delivery.Delivery$Pending.outcome", "atOnce")),
  RETRY_COUNTS_AS_ACCEPTED(
      "The cursor moves over a batch that is to be tried again, and the journal gives it up",
      Strike.OUTAGE,
      runtime("route.*", "monitor.api.delivery.Delivery$Pending.outcome", "neverRetry"));

  private final String breaks;
  private final Fault revealedBy;
  private final List<Rewrite> rewrites;

  Variant(String breaks, Fault revealedBy, Rewrite... rewrites) {
    this.breaks = breaks;
    this.revealedBy = revealedBy;
    List<Rewrite> all = new ArrayList<>(List.of(rewrites));
    if (revealedBy instanceof PowerLoss) {
      all.add(PowerLoss.STORE);
    }
    this.rewrites = List.copyOf(all);
  }

  private static Rewrite storage(String within, String call, String instead) {
    return new Rewrite(
        "sink.postgres", "sink.postgres.write." + within, call, BrokenStorage.class, instead);
  }

  private static Rewrite runtime(String within, String call, String instead) {
    return new Rewrite(
        "monitor.runtime", "monitor.runtime." + within, call, BrokenRuntime.class, instead);
  }

  /** What it breaks, one sentence. */
  String breaks() {
    return breaks;
  }

  /** What has to happen so that it shows. */
  Fault revealedBy() {
    return revealedBy;
  }

  /**
   * How often that has to happen: a torn write takes some luck, and without a cursor nothing is
   * missed until the journal has let go of what was accepted.
   */
  int rounds() {
    return revealedBy == PowerLoss.TORN_WRITES ? 4 : this == CURSOR_NOT_SAVED ? 2 : 1;
  }

  List<Rewrite> rewrites() {
    return rewrites;
  }
}
