package monitor.runtime.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import monitor.api.delivery.Epoch;
import monitor.api.source.Position;

/** The describing part of the record of an {@link Entry}; the body follows it as it is. */
final class EntryCodec {
  private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private EntryCodec() {}

  static Packed pack(Entry entry) {
    MetaWriter meta =
        new MetaWriter()
            .putText(entry.stream())
            .putEpoch(entry.epoch())
            .putLong(entry.firstSequence())
            .putInt(entry.count())
            .putNullableText(entry.gap())
            .putBytes(entry.header());
    putPositions(meta, entry.positions());
    return Packed.of(Frame.ENTRY, meta.toByteArray(), entry.body());
  }

  /**
   * The entry, with an empty body.
   *
   * @throws RuntimeException if the bytes are not the description of an entry
   */
  static Entry unpack(byte[] bytes) {
    MetaReader meta = new MetaReader(bytes);
    String stream = meta.getText();
    Epoch epoch = meta.getEpoch();
    return new Entry(
        stream,
        epoch,
        meta.getLong(),
        meta.getInt(),
        meta.getNullableText(),
        meta.getBytes(),
        NO_BODY,
        positions(meta));
  }

  static void putPositions(MetaWriter meta, List<Position> positions) {
    meta.putInt(positions.size());
    for (Position position : positions) {
      meta.putText(position.key()).putInt(position.format()).putNullableText(position.value());
    }
  }

  static List<Position> positions(MetaReader meta) {
    int count = meta.getInt();
    List<Position> positions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      positions.add(new Position(meta.getText(), meta.getInt(), meta.getNullableText()));
    }
    return positions;
  }
}
