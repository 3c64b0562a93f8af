package monitor.runtime.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The fixed part in front of every record. Its check sum also covers the number of the segment and
 * the offset, so that a record that turns up elsewhere (swapped files or blocks) is not taken for
 * one. The format is in {@code docs/journal.md}.
 *
 * @param offset where it begins
 * @param type what the record is
 * @param serial counts the records of the whole journal
 * @param group bytes between the begin of its group commit and this record
 */
record Frame(
    long offset,
    byte type,
    long serial,
    int group,
    int metaLength,
    int metaCrc,
    int bodyLength,
    int bodyCrc) {
  static final int BYTES = 37;
  static final int SYNC = 0x4D4A_5231;

  /** The first record of a segment: {@link SegmentHeader}. */
  static final byte SEGMENT = 1;

  /** Part of the snapshot of a stream: {@link StreamTable}. */
  static final byte STREAM = 2;

  /** An {@link Entry}. */
  static final byte ENTRY = 3;

  /** Fills the place of a damaged part. */
  static final byte VOID = 4;

  /** Where in a frame the length of the describing part is. */
  static final int META_LENGTH_AT = 21;

  private static final int CHECKED = BYTES - 8;

  /** Bytes of segment and offset, which are checked but not stored. */
  private static final int PLACE = 16;

  /** The frame of a record that fills a damaged part. */
  static Frame filling(long offset, byte[] meta, int rest) {
    CRC32C crc = new CRC32C();
    crc.update(meta);
    return new Frame(offset, VOID, 0, 0, meta.length, (int) crc.getValue(), rest, 0);
  }

  long metaOffset() {
    return offset + BYTES;
  }

  long bodyOffset() {
    return metaOffset() + metaLength;
  }

  long end() {
    return bodyOffset() + bodyLength;
  }

  /** Offset at which its group commit begins: everything before it was durable already. */
  long groupOffset() {
    return offset - group;
  }

  /** Whether these bytes are the describing part that was written. */
  boolean describes(byte[] meta) {
    CRC32C crc = new CRC32C();
    crc.update(meta);
    return (int) crc.getValue() == metaCrc;
  }

  void put(ByteBuffer target, long segment) {
    byte[] checked = new byte[PLACE + CHECKED];
    ByteBuffer.wrap(checked)
        .putLong(segment)
        .putLong(offset)
        .put(type)
        .putLong(serial)
        .putInt(group)
        .putInt(metaLength)
        .putInt(metaCrc)
        .putInt(bodyLength)
        .putInt(bodyCrc);
    target.putInt(SYNC).putInt(checkSum(checked)).put(checked, PLACE, CHECKED);
  }

  /** The frame at the buffer's position, which moves behind it; null if there is none. */
  static @Nullable Frame get(ByteBuffer source, long segment, long offset) {
    if (source.getInt() != SYNC) {
      return null;
    }
    int checkSum = source.getInt();
    byte[] checked = new byte[PLACE + CHECKED];
    ByteBuffer in = ByteBuffer.wrap(checked).putLong(segment).putLong(offset);
    source.get(checked, PLACE, CHECKED);
    if (checkSum != checkSum(checked)) {
      return null;
    }
    Frame frame =
        new Frame(
            offset,
            in.get(),
            in.getLong(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt());
    return frame.metaLength < 0 || frame.bodyLength < 0 ? null : frame;
  }

  private static int checkSum(byte[] checked) {
    CRC32C crc = new CRC32C();
    crc.update(checked);
    return (int) crc.getValue();
  }
}
