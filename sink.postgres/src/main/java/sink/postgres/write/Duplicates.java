package sink.postgres.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Outcome;
import monitor.api.delivery.Outcome.PartlyAccepted.Refused;

/**
 * Answers what lies below the mark: what was said when it was stored, or that it is not what was
 * stored.
 *
 * @param connection in the transaction that holds the mark
 */
record Duplicates(Connection connection) {
  Outcome answer(PreparedBatch batch) throws SQLException {
    BatchId id = batch.id();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select first_sequence, count, sha256 from monitor.batches
            where mark_id = ? and first_sequence < ? order by first_sequence desc limit 1
            """)) {
      select.setInt(1, batch.mark());
      select.setLong(2, id.nextSequence());
      try (ResultSet row = select.executeQuery()) {
        // Rows may be gone with their day: where none is left of the range, nothing can be
        // compared.
        if (!row.next() || row.getLong(1) + row.getInt(2) <= id.firstSequence()) {
          return said(batch);
        }
        boolean sameRange = row.getLong(1) == id.firstSequence() && row.getInt(2) == id.count();
        boolean same = HexFormat.of().formatHex(row.getBytes(3)).equals(batch.header().sha256());
        return sameRange && same ? said(batch) : conflict(batch, sameRange);
      }
    }
  }

  /**
   * Answers a gap: numbers whose events are stored were not lost, so it is to begin behind the last
   * of them.
   */
  Outcome gap(PreparedBatch gap) throws SQLException {
    BatchId id = gap.id();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select first_sequence + count from monitor.batches
            where mark_id = ? and first_sequence < ? and payload_bytes > 0
            order by first_sequence desc limit 1
            """)) {
      select.setInt(1, gap.mark());
      select.setLong(2, id.nextSequence());
      try (ResultSet row = select.executeQuery()) {
        long end = row.next() ? Math.min(row.getLong(1), id.nextSequence()) : id.firstSequence();
        return end > id.firstSequence() ? new Outcome.Behind(end) : Outcome.ACCEPTED;
      }
    }
  }

  private static Outcome conflict(PreparedBatch batch, boolean sameRange) {
    return new Outcome.Conflict(
        sameRange
            ? "another batch with other content is stored as " + batch.id()
            : "the range of "
                + batch.id()
                + " is stored as part of a batch that was cut otherwise");
  }

  private Outcome said(PreparedBatch batch) throws SQLException {
    List<Refused> refused = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select sequence, reason from monitor.dead_letters
            where mark_id = ? and sequence >= ? and sequence < ? order by sequence
            """)) {
      select.setInt(1, batch.mark());
      select.setLong(2, batch.id().firstSequence());
      select.setLong(3, batch.id().nextSequence());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          int index = (int) (rows.getLong(1) - batch.id().firstSequence());
          refused.add(new Refused(index, rows.getString(2)));
        }
      }
    }
    return refused.isEmpty() ? Outcome.ACCEPTED : new Outcome.PartlyAccepted(refused);
  }
}
