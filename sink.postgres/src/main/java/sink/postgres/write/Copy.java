package sink.postgres.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import sink.postgres.schema.Partitions;

/**
 * Writes rows with binary COPY, straight into the partition of their day.
 *
 * @param connection in a transaction
 */
record Copy(Connection connection) {
  static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};

  /** Writes all rows of batches, which have one table and one day. */
  void all(List<PreparedBatch> batches) throws SQLException {
    CopyIn copy = begin(batches.getFirst());
    try {
      for (PreparedBatch batch : batches) {
        copy.writeToCopy(batch.buffer().array(), 0, batch.size());
      }
      end(copy);
    } finally {
      cancel(copy);
    }
  }

  private void range(PreparedBatch batch, int from, int to) throws SQLException {
    int start = batch.buffer().end(from - 1);
    int length = batch.buffer().end(to - 1) - start;
    CopyIn copy = begin(batch);
    try {
      copy.writeToCopy(batch.buffer().array(), start, length);
      end(copy);
    } finally {
      cancel(copy);
    }
  }

  private CopyIn begin(PreparedBatch batch) throws SQLException {
    String table = Partitions.name(batch.rows().table(), batch.common().day());
    String sql = "copy %s (%s) from stdin (format binary)".formatted(table, batch.rows().columns());
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    copy.writeToCopy(HEADER, 0, HEADER.length);
    return copy;
  }

  private static void end(CopyIn copy) throws SQLException {
    copy.writeToCopy(TRAILER, 0, TRAILER.length);
    copy.endCopy();
  }

  private static void cancel(CopyIn copy) throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }

  /**
   * Writes the rows of one batch that the server accepts, and finds the others by halving.
   *
   * @return the rows that it refuses, in order, each with its message
   */
  List<RefusedRow> acceptable(PreparedBatch batch) throws SQLException {
    List<RefusedRow> refused = new ArrayList<>();
    halve(batch, 0, batch.buffer().rows(), refused);
    return refused;
  }

  /**
   * A row that the server refuses.
   *
   * @param row its place among the rows of the batch
   * @param reason the server's message
   */
  record RefusedRow(int row, String reason) {}

  private void halve(PreparedBatch batch, int from, int to, List<RefusedRow> refused)
      throws SQLException {
    if (from == to) {
      return;
    }
    Savepoint before = connection.setSavepoint();
    try {
      range(batch, from, to);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (SqlState.meaning(e) != SqlState.DATA) {
        throw e;
      }
      connection.rollback(before);
      if (to - from == 1) {
        refused.add(new RefusedRow(from, String.valueOf(e.getMessage())));
      } else {
        int middle = (from + to) >>> 1;
        halve(batch, from, middle, refused);
        halve(batch, middle, to, refused);
      }
    }
  }
}
