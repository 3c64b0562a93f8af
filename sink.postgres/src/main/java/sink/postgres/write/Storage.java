package sink.postgres.write;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import sink.postgres.server.Database;

/**
 * The writing side: makes rows on the caller's thread and writes them on threads of its own, so
 * that the processors and the server work at the same time.
 */
public final class Storage implements AutoCloseable {
  /** How many threads are to call {@link #run}: one copies while the other commits. */
  public static final int WRITERS = 2;

  /**
   * Rows made ready, and as much again with each writer: together a small part of the heap, so that
   * a small one is not filled by them.
   */
  private static final long GROUP_BYTES = Math.min(8L << 20, Runtime.getRuntime().maxMemory() / 32);

  private static final int PATIENCE_SECONDS = 5;

  private final CountDownLatch ended = new CountDownLatch(WRITERS);
  private final Handoff handoff = new Handoff(GROUP_BYTES);
  private final List<BatchWriter> writers = new CopyOnWriteArrayList<>();
  private final Supplier<Session> sessions;
  private final Registry registry;
  private final GivenBack givenBack = new GivenBack();
  private final BatchEncoder encoder;
  private final Condition condition;

  /**
   * Connects to nothing yet.
   *
   * @param strict whether a server that may forget what it has committed is refused
   */
  public Storage(Database database, boolean strict, InstantSource clock, Condition condition) {
    this.condition = condition;
    sessions = () -> new Session(database, strict, condition::waits);
    registry = new Registry(sessions.get());
    encoder = new BatchEncoder(registry, clock);
  }

  /** Writes until closed; to be called on each of {@link #WRITERS} threads. */
  public void run() throws InterruptedException {
    BatchWriter writer =
        new BatchWriter(handoff, GROUP_BYTES, sessions.get(), registry, givenBack, condition);
    writers.add(writer);
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
          : again(batch, reason);
    } catch (IOException e) {
      registry.close();
      return again(batch, condition.of(e));
    }
  }

  private Outcome again(Batch batch, String reason) {
    givenBack.add(batch.header().id());
    return Outcome.retry(reason);
  }

  /**
   * Ends: finishes the transaction that is under way unless it takes too long; what was not begun
   * is asked for again. The same thread as {@link #deliver}; {@link #run} was called on all
   * threads.
   */
  @Override
  public void close() throws InterruptedException {
    for (PreparedBatch batch : handoff.close()) {
      batch.promise().complete(Outcome.retry("storage is closing"));
    }
    registry.close();
    if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      writers.forEach(BatchWriter::abort);
    }
  }
}
