package monitor.api.sink;

import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes batches somewhere. Register it as a service with {@link SinkProperties}. Order of the
 * calls: {@code open}, then {@code deliver} and {@code flush} any number of times, then {@code
 * close}; all on one thread that bears the sink's name. After {@code close} it may be opened again.
 */
@ConsumerType
public interface Sink {
  /**
   * Gets ready. An exception means failed; it is tried again with back-off.
   *
   * @param context valid until {@code close} has returned
   */
  default void open(SinkContext context) throws Exception {}

  /**
   * Takes one batch. Batches of one stream come in the order of their sequence numbers; one whose
   * outcome was lost comes again, so look at its identity when it must not count twice. After
   * {@link monitor.api.delivery.Outcome.Retry} it comes again, and behind it what was handed over
   * behind it: a sink that begins a stream with what it gets first must not begin with that. May
   * block. An exception counts as {@link monitor.api.delivery.Outcome.Retry}.
   *
   * @return the outcome, or a promise of it; promises may be kept in any order
   */
  Delivery deliver(Batch batch) throws Exception;

  /** Called when no further batch waits: a sink that gathers batches should not wait for more. */
  default void flush() throws Exception {}

  /** Ends; promises that are still open are then unknown, and their batches are delivered again. */
  default void close() throws Exception {}
}
