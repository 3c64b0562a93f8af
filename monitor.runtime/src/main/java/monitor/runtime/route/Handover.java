package monitor.runtime.route;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.direct.Backlog;
import monitor.runtime.direct.Share;
import monitor.runtime.lifecycle.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands batches to a sink within a window of bytes and does what follows from each outcome. Belongs
 * to the session's thread; an outcome that comes on another one is posted, to a mailbox that nobody
 * reads any more when the session is over.
 */
final class Handover {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final String name;
  private final Sink sink;
  private final long windowBytes;
  private final Mailbox mailbox;
  private final Quarantine quarantine;
  private final Condition condition;
  private final AtomicLong inFlightBytes = new AtomicLong();
  private boolean unsaved;
  private boolean unflushed;
  private boolean ending;

  Handover(
      String name,
      Sink sink,
      long windowBytes,
      Mailbox mailbox,
      Quarantine quarantine,
      Condition condition) {
    this.name = name;
    this.sink = sink;
    this.windowBytes = windowBytes;
    this.mailbox = mailbox;
    this.quarantine = quarantine;
    this.condition = condition;
  }

  /** Whether the window is full. */
  boolean full() {
    return inFlightBytes.get() >= windowBytes;
  }

  /** Bytes in flight; safe for any thread. */
  long inFlightBytes() {
    return inFlightBytes.get();
  }

  /** Whether a cursor moved since the last call. */
  boolean takeUnsaved() {
    boolean was = unsaved;
    unsaved = false;
    return was;
  }

  /** Nothing comes any more: what the sink gives back now is nobody's worry. */
  void end() throws Exception {
    ending = true;
    flush();
  }

  /** Lets the sink write what it holds back, if there is something; returns whether there was. */
  boolean flush() throws Exception {
    boolean was = unflushed;
    unflushed = false;
    if (was) {
      sink.flush();
    }
    return was;
  }

  /** Hands a batch of a direct route over. */
  void hand(Backlog.Opening direct, Share share) throws InterruptedException {
    inFlightBytes.addAndGet(share.bytes());
    unflushed = true;
    switch (offer(share.batch())) {
      case Outcome outcome -> settle(direct, share, outcome);
      case Delivery.Pending pending ->
          pending
              .outcome()
              .whenComplete((outcome, failure) ->
                  mailbox.post(() -> settle(direct, share, orRetry(outcome, failure))));
    }
  }

  private void settle(Backlog.Opening direct, Share share, Outcome outcome) {
    inFlightBytes.addAndGet(-share.bytes());
    direct.settle(share, outcome);
  }

  /** Hands a batch over; the payload of a gap is empty. */
  void hand(Outbound outbound, Parcel parcel, ByteBuffer payload) throws InterruptedException {
    outbound.hand(parcel);
    inFlightBytes.addAndGet(parcel.bytes());
    unflushed = true;
    switch (offer(parcel.batch(payload))) {
      case Outcome outcome -> settle(outbound, parcel, outcome);
      case Delivery.Pending pending ->
          pending
              .outcome()
              .whenComplete((outcome, failure) ->
                  mailbox.post(() -> settle(outbound, parcel, orRetry(outcome, failure))));
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
    if (parcel.takenBack() || parcel.outcome() != null || !outbound.isCurrent()) {
      return;
    }
    long now = System.nanoTime();
    switch (outcome) {
      case Outcome.Retry retry -> {
        warnOnce(outbound, retry.reason());
        inFlightBytes.addAndGet(-outbound.retry(parcel, retry.reason(), retry.after(), now));
      }
      case Outcome.Behind behind when behind.nextSequence() < parcel.first() -> {
        String reason = "the sink expects sequence number " + behind.nextSequence();
        warnOnce(outbound, reason);
        inFlightBytes.addAndGet(
            -outbound.rewind(behind.nextSequence(), parcel.lane(), reason, now));
      }
      case Outcome.Behind behind
          when parcel.header().gap() == null || behind.nextSequence() == parcel.first() ->
          inFlightBytes.addAndGet(-outbound.retry(parcel, "the sink is ahead", Duration.ZERO, now));
      case Outcome.Behind behind when parcel.isLost() -> count(outbound, parcel, behind);
      // Its numbers never were events.
      case Outcome.Behind behind -> count(outbound, parcel, Outcome.ACCEPTED);
      case Outcome.Conflict conflict -> {
        goOn(outbound, parcel);
        refuse(outbound, parcel, conflict, conflict.reason());
      }
      case Outcome.Rejected rejected -> refuse(outbound, parcel, rejected, rejected.reason());
      case Outcome.PartlyAccepted partly -> count(outbound, parcel, partly);
      case Outcome.Accepted accepted -> count(outbound, parcel, accepted);
    }
  }

  /** Somebody else writes under this identity: what comes from now on gets another one. */
  private void goOn(Outbound outbound, Parcel parcel) {
    if (outbound.ledger().epochs().leave(parcel.header().id().epoch())) {
      LOG.error(
          "Sink {} has other events under the identity of {}: is there a copy of this data folder?"
              + " The stream goes on in epoch {}.",
          name,
          parcel.header().id(),
          outbound.ledger().epochs().current());
    }
  }

  private void warnOnce(Outbound outbound, String reason) {
    if (outbound.failures() == 0 && !ending) {
      LOG.warn(
          "Sink {} cannot take {} now: {}. It is tried again.",
          name,
          outbound.route().stream(),
          reason);
    }
  }

  private void refuse(Outbound outbound, Parcel parcel, Outcome outcome, String reason) {
    LOG.error("Sink {} refuses {} for ever: {}.", name, parcel.header().id(), reason);
    quarantine.keep(parcel.header().id(), parcel.stored(), reason);
    count(outbound, parcel, outcome);
  }

  private void count(Outbound outbound, Parcel parcel, Outcome outcome) {
    parcel.settle(outcome);
    inFlightBytes.addAndGet(-outbound.settle());
    unsaved = true;
  }
}
