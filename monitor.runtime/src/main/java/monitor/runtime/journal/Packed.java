package monitor.runtime.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A record that is ready to be written, but for its place. */
record Packed(byte type, byte[] meta, int metaCrc, ByteBuffer body, int bodyCrc) {
  private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

  static Packed of(byte type, byte[] meta, ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(meta);
    int metaCrc = (int) crc.getValue();
    crc.reset();
    crc.update(body.duplicate());
    return new Packed(type, meta, metaCrc, body, (int) crc.getValue());
  }

  static Packed of(byte type, MetaWriter meta) {
    return of(type, meta.toByteArray(), NO_BODY);
  }

  long bytes() {
    return (long) Frame.BYTES + meta.length + body.remaining();
  }

  /** Writes it as the first record of a segment. */
  void put(ByteBuffer target, long segment) {
    frame(0, 0, 0).put(target, segment);
    target.put(meta).put(body.duplicate());
  }

  Frame frame(long offset, long serial, long groupOffset) {
    return new Frame(
        offset,
        type,
        serial,
        (int) (offset - groupOffset),
        meta.length,
        metaCrc,
        body.remaining(),
        bodyCrc);
  }
}
