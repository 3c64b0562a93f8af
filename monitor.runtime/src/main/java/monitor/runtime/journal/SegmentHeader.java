package monitor.runtime.journal;

import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;

/**
 * The first record of a segment.
 *
 * @param lane its lane
 * @param id its number
 * @param createdMillis when it was made, milliseconds since 1970
 * @param epoch epoch of the journal
 * @param previousEpoch the one before; null in the first
 * @param previous place where the segment before it ends, which seals that segment; {@link
 *     Location#START} if there is none
 * @param streamRecords number of records of the snapshot, which follow
 */
record SegmentHeader(
    Lane lane,
    long id,
    long createdMillis,
    Epoch epoch,
    @Nullable Epoch previousEpoch,
    Location previous,
    int streamRecords) {
  /** Instead of a number of records: the segment takes the place of one that is gone. */
  static final int NO_SNAPSHOT = -1;

  private static final int VERSION = 1;

  Packed pack() {
    MetaWriter meta =
        new MetaWriter()
            .putInt(VERSION)
            .putByte(lane.ordinal())
            .putLong(id)
            .putLong(createdMillis)
            .putEpoch(epoch)
            .putLong(previous.segment())
            .putLong(previous.offset())
            .putInt(streamRecords)
            .putByte(previousEpoch == null ? 0 : 1);
    if (previousEpoch != null) {
      meta.putEpoch(previousEpoch);
    }
    return Packed.of(Frame.SEGMENT, meta);
  }

  /**
   * The header.
   *
   * @throws RuntimeException if the bytes are not a header that this version can read
   */
  static SegmentHeader unpack(byte[] bytes) {
    MetaReader meta = new MetaReader(bytes);
    if (meta.getInt() != VERSION) {
      throw new IllegalArgumentException("written by a later version");
    }
    Lane lane = Lane.values()[meta.getByte()];
    long id = meta.getLong();
    long created = meta.getLong();
    Epoch epoch = meta.getEpoch();
    Location previous = new Location(meta.getLong(), meta.getLong());
    int streamRecords = meta.getInt();
    Epoch previousEpoch = meta.getByte() == 0 ? null : meta.getEpoch();
    return new SegmentHeader(lane, id, created, epoch, previousEpoch, previous, streamRecords);
  }
}
