package monitor.runtime.route;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.stream.StreamLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a sink has come, durably, and what of the journal it needs because of that: first the one
 * is stored, then the other is moved, never the other way. Safe for many threads.
 */
final class SinkCursor {
  private static final Logger LOG = LoggerFactory.getLogger(SinkCursor.class);

  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String sink;
  private final boolean essential;
  private final Journal journal;
  private final Supplier<Collection<StreamLedger>> ledgers;
  private volatile Map<Lane, Location> needs = Map.of();
  private volatile boolean stored;
  private long failures;
  private long complainedNanos = System.nanoTime() - 2 * QUIET_NANOS;
  private boolean complained;

  SinkCursor(
      String sink, boolean essential, Journal journal, Supplier<Collection<StreamLedger>> ledgers) {
    this.sink = sink;
    this.essential = essential;
    this.journal = journal;
    this.ledgers = ledgers;
  }

  /** What of the journal is still needed; empty as long as that is not known. */
  Map<Lane, Location> needs() {
    return needs;
  }

  void needs(Map<Lane, Location> known) {
    needs = known;
  }

  /**
   * Stores a first cursor, if there is none: a sink that has accepted nothing yet is known after a
   * crash, and is owed what came meanwhile.
   */
  void begin() {
    if (!stored) {
      stored = !essential || journal.cursors().load(sink).isPresent() || store();
    }
  }

  /** Whether there is a cursor, or none is needed. */
  boolean isStored() {
    return stored;
  }

  /**
   * Stores what the routes say, and then needs no more than this; returns whether that is durable.
   */
  boolean save(Map<Lane, Location> newNeeds) {
    if (essential && !store()) {
      return false;
    }
    stored = true;
    needs = new EnumMap<>(newNeeds);
    return true;
  }

  private boolean store() {
    Map<String, CursorState.Entry> entries = entries();
    try {
      journal.cursors().save(sink, new CursorState(entries).encode());
    } catch (IOException e) {
      failed(e);
      return false;
    }
    succeeded();
    saved(entries);
    return true;
  }

  /** One line, however often it is tried, and however often the disk changes its mind. */
  private synchronized void failed(IOException failure) {
    failures++;
    long now = System.nanoTime();
    if (failures == 1 && now - complainedNanos > QUIET_NANOS) {
      complained = true;
      complainedNanos = now;
      LOG.warn(
          "The cursor of sink {} cannot be stored, and is tried again until it can: {}.",
          sink,
          failure.getMessage());
    }
    LOG.debug("The cursor of sink {} cannot be stored.", sink, failure);
  }

  private synchronized void succeeded() {
    if (complained) {
      LOG.info("The cursor of sink {} is stored again, after {} failures.", sink, failures);
    }
    complained = false;
    failures = 0;
  }

  private Map<String, CursorState.Entry> entries() {
    Map<String, CursorState.Entry> entries = new HashMap<>();
    for (StreamLedger ledger : ledgers.get()) {
      synchronized (ledger) {
        ledger.route(sink).ifPresent(route -> entries.put(ledger.name(), route.state()));
        if (ledger.refuses(sink)) {
          entries.put(ledger.name(), CursorState.Entry.REFUSED);
        }
      }
    }
    return entries;
  }

  private void saved(Map<String, CursorState.Entry> entries) {
    for (StreamLedger ledger : ledgers.get()) {
      CursorState.Entry entry = entries.get(ledger.name());
      synchronized (ledger) {
        if (entry != null) {
          ledger.route(sink).ifPresent(route -> route.saved(entry.acked()));
        }
      }
    }
  }

  /** Outcomes of the sessions so far move nothing any more. */
  void fence() {
    for (StreamLedger ledger : ledgers.get()) {
      synchronized (ledger) {
        ledger.route(sink).ifPresent(Route::renew);
      }
    }
  }
}
