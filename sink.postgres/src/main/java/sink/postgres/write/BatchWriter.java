package sink.postgres.write;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes groups of batches from the hand-off and writes them; answers every one. One thread. Others
 * may do the same: rows are copied side by side, marks are moved in turn.
 */
final class BatchWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  private final Handoff handoff;
  private final long groupBytes;
  private final Session session;
  private final Registry registry;
  private final GivenBack givenBack;
  private final Condition condition;

  /**
   * Writes nothing yet.
   *
   * @param groupBytes most bytes of memory of one transaction; a single batch may be larger
   */
  BatchWriter(
      Handoff handoff,
      long groupBytes,
      Session session,
      Registry registry,
      GivenBack givenBack,
      Condition condition) {
    this.handoff = handoff;
    this.groupBytes = groupBytes;
    this.session = session;
    this.registry = registry;
    this.givenBack = givenBack;
    this.condition = condition;
  }

  /** Ends a transaction that hangs, from another thread; its batches are asked for again. */
  void abort() {
    session.abort();
  }

  /** Works until the hand-off is closed. */
  void run() throws InterruptedException {
    try {
      Handoff.Group group = handoff.take(groupBytes);
      while (!group.batches().isEmpty()) {
        answer(group);
        group = handoff.take(groupBytes);
      }
    } finally {
      session.close();
    }
  }

  private void answer(Handoff.Group group) throws InterruptedException {
    List<PreparedBatch> batches = group.batches();
    try {
      write(group);
    } catch (SQLException e) {
      retry(batches, condition.of(e));
    } catch (IOException e) {
      retry(batches, condition.of(e));
    } catch (RuntimeException e) {
      LOG.error("A group of batches could not be written; it is tried again.", e);
      retry(batches, condition.of(e));
    } finally {
      // Whatever happened, nobody waits for ever.
      retry(batches, "the writer of PostgreSQL failed");
      handoff.settle(group);
    }
  }

  private void write(Handoff.Group group) throws SQLException, IOException, InterruptedException {
    try {
      complete(transaction(group, group.batches(), false));
    } catch (SQLException e) {
      if (SqlState.meaning(e) != SqlState.DATA) {
        throw e;
      }
      LOG.warn("Rows were refused and become dead letters: {}", e.getMessage());
      for (PreparedBatch batch : group.batches()) {
        complete(transaction(group, List.of(batch), true));
      }
    }
  }

  private Map<PreparedBatch, Outcome> transaction(
      Handoff.Group group, List<PreparedBatch> batches, boolean halving)
      throws SQLException, IOException, InterruptedException {
    Connection connection = session.connection();
    boolean done = false;
    try {
      connection.setAutoCommit(false);
      GroupWriter writer = new GroupWriter(connection, current(batches), givenBack);
      if (group.ahead() && !halving) {
        writer.copyAhead();
      }
      group.before().await();
      Map<PreparedBatch, Outcome> outcomes = writer.write(halving);
      done = true;
      return outcomes;
    } finally {
      if (!done) {
        // A new connection is simpler than knowing in which state this one is; and what broke it
        // may be that the server, or a table, is no longer the one whose keys are remembered.
        session.close();
        registry.expire();
      }
    }
  }

  /** Those whose keys are of this life of the server; the others are asked for again. */
  private List<PreparedBatch> current(List<PreparedBatch> group) {
    List<PreparedBatch> current = new ArrayList<>(group.size());
    for (PreparedBatch batch : group) {
      if (batch.server().equals(session.server())) {
        current.add(batch);
      } else {
        registry.expire();
        retry(List.of(batch), "the server was started again");
      }
    }
    return current;
  }

  private void complete(Map<PreparedBatch, Outcome> outcomes) {
    condition.works();
    outcomes.forEach((batch, outcome) -> batch.promise().complete(outcome));
  }

  /** Answers those that have no answer yet. */
  private void retry(List<PreparedBatch> group, String reason) {
    for (PreparedBatch batch : group) {
      if (!batch.promise().isDone()) {
        givenBack.add(batch.id());
        batch.promise().complete(Outcome.retry(reason));
      }
    }
  }
}
