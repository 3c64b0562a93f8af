package sink.postgres.write;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import sink.postgres.server.Database;

/**
 * The writing side: makes rows on the caller's thread and writes them on one of its own, so that
 * both processors and the server work at the same time.
 */
public final class Storage implements AutoCloseable {
  /** Rows made ready: a sixteenth of the heap, so that a small one is not filled by them. */
  private static final long WAITING_BYTES =
      Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16);

  private static final int PATIENCE_SECONDS = 5;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Handoff handoff = new Handoff(WAITING_BYTES);
  private final Registry registry;
  private final BatchEncoder encoder;
  private final BatchWriter writer;
  private final Condition condition;

  /**
   * Connects to nothing yet.
   *
   * @param strict whether a server that may forget what it has committed is refused
   */
  public Storage(
      Database database,
      boolean strict,
      InstantSource clock,
      Condition condition,
      Consumer<String> progress) {
    this.condition = condition;
    registry = new Registry(new Session(database, strict, progress));
    encoder = new BatchEncoder(registry, clock);
    writer = new BatchWriter(handoff, new Session(database, strict, progress), registry, condition);
  }

  /** Writes until closed; to be called on a thread of its own. */
  public void run() throws InterruptedException {
    try {
      writer.run();
    } finally {
      ended.countDown();
    }
  }

  /** Takes a batch; waits while too many rows wait. One thread. */
  public Delivery deliver(Batch batch) throws InterruptedException {
    try {
      PreparedBatch prepared = encoder.encode(batch);
      return handoff.put(prepared)
          ? new Delivery.Pending(prepared.promise())
          : Outcome.retry("storage is closing");
    } catch (UnstorableException e) {
      return new Outcome.Rejected(e.reason());
    } catch (SQLException e) {
      registry.close();
      String reason = condition.of(e);
      return SqlState.meaning(e) == SqlState.DATA
          ? new Outcome.Rejected(reason)
          : Outcome.retry(reason);
    } catch (IOException e) {
      registry.close();
      return Outcome.retry(condition.of(e));
    }
  }

  /**
   * Ends: finishes the transaction that is under way unless it takes too long; what was not begun
   * is asked for again. The same thread as {@link #deliver}; {@link #run} was called.
   */
  @Override
  public void close() throws InterruptedException {
    BatchWriter.retry(handoff.close(), "storage is closing");
    registry.close();
    if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      writer.abort();
    }
  }
}
