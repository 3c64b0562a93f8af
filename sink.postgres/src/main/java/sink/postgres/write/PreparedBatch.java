package sink.postgres.write;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Outcome;

/**
 * A batch as rows, ready to be written; whether it will be is decided under the lock of its mark.
 *
 * @param batch as it was delivered
 * @param header of what is stored of it: all, or the end of a gap
 * @param server to which its keys belong, see {@link Session#server}
 * @param mark key of its mark
 * @param common what its rows have in common
 * @param rows writer of its rows: table and columns
 * @param buffer its rows
 * @param dead events that PostgreSQL cannot hold, by index
 * @param promise completed once with its outcome
 */
record PreparedBatch(
    Batch batch,
    BatchHeader header,
    String server,
    int mark,
    Rows.Common common,
    Rows rows,
    RowBuffer buffer,
    List<DeadLetter> dead,
    CompletableFuture<Outcome> promise) {
  private static final int OBJECT_BYTES = 1 << 10;

  PreparedBatch {
    dead = List.copyOf(dead);
  }

  BatchId id() {
    return header.id();
  }

  boolean isGap() {
    return header.gap() != null;
  }

  /** The end of a gap, from a sequence number within it; with the same promise. */
  PreparedBatch gapFrom(long sequence) {
    BatchId id = id();
    int count = (int) (id.nextSequence() - sequence);
    BatchHeader rest =
        new BatchHeader(
            new BatchId(id.agent(), id.epoch(), id.stream(), sequence, count),
            header.kind(),
            header.origin(),
            header.sealedNanos(),
            header.codec(),
            header.payloadBytes(),
            header.inflatedBytes(),
            header.sha256(),
            header.gap());
    return new PreparedBatch(batch, rest, server, mark, common, rows, buffer, dead, promise);
  }

  /** Bytes of its rows. */
  int size() {
    return buffer.end(buffer.rows() - 1);
  }

  /** Bytes of memory that it holds, about: rows with their spare room, payload, dead letters. */
  long heldBytes() {
    long letters = 0;
    for (DeadLetter letter : dead) {
      letters += 2L * (letter.event().length() + letter.reason().length());
    }
    return OBJECT_BYTES + buffer.array().length + header.payloadBytes() + letters;
  }

  /** The place in the batch of the event of a row. */
  int index(int row) {
    int index = row;
    for (DeadLetter letter : dead) {
      if (letter.index() <= index) {
        index++;
      }
    }
    return index;
  }

  /** The outcome when it is stored. */
  Outcome stored(List<DeadLetter> more) {
    if (dead.isEmpty() && more.isEmpty()) {
      return Outcome.ACCEPTED;
    }
    return new Outcome.PartlyAccepted(
        Stream.concat(dead.stream(), more.stream())
            .map(each -> new Outcome.PartlyAccepted.Refused(each.index(), each.reason()))
            .toList());
  }
}
