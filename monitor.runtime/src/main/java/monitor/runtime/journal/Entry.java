package monitor.runtime.journal;

import java.nio.ByteBuffer;
import java.util.List;
import monitor.api.delivery.Epoch;
import monitor.api.source.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is journaled in one piece: a batch or a gap, and the positions of its source after it. The
 * journal does not look into header and body. Whoever hands an entry to the journal must change
 * neither array nor buffer content afterwards: the hot tail shares them.
 *
 * @param stream name of the stream
 * @param epoch epoch that the sequence numbers belong to
 * @param firstSequence first sequence number; without meaning when {@code count} is 0
 * @param count number of sequence numbers; 0 for an entry that only moves positions, which readers
 *     do not see
 * @param gap null for events; else the reason for which these numbers were dropped
 * @param header opaque, small
 * @param body opaque; empty for a gap
 * @param positions changes of the source's positions, in order; a null value forgets the key
 */
public record Entry(
    String stream,
    Epoch epoch,
    long firstSequence,
    int count,
    @Nullable String gap,
    byte[] header,
    ByteBuffer body,
    List<Position> positions) {
  private static final byte[] NO_HEADER = new byte[0];
  private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** Copies the list of positions. */
  public Entry {
    if (count < 0 || firstSequence < 0) {
      throw new IllegalArgumentException(
          "an entry cannot have the sequence numbers %d+%d".formatted(firstSequence, count));
    }
    positions = List.copyOf(positions);
  }

  /** An entry that only moves positions. */
  public static Entry positionsOnly(String stream, Epoch epoch, List<Position> positions) {
    return new Entry(stream, epoch, 0, 0, null, NO_HEADER, NO_BODY, positions);
  }

  /** The sequence number after its last one. */
  public long nextSequence() {
    return firstSequence + count;
  }

  Entry withBody(ByteBuffer newBody) {
    return new Entry(stream, epoch, firstSequence, count, gap, header, newBody, positions);
  }
}
