package monitor.runtime.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The description of the record that fills the place of a damaged part: the sequence numbers that
 * were in it. So what was lost is told to readers in its place, as gaps, also after the next start.
 */
final class LostRanges {
  private static final int MOST_IN_A_GAP = 1 << 30;
  private static final long MOST_NUMBERS = 1L << 40;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private LostRanges() {}

  /** As many of the ranges as there is room for; no bytes if that is none. */
  static byte[] pack(List<Damage.Lost> ranges, int room) {
    MetaWriter all = new MetaWriter();
    int count = 0;
    for (Damage.Lost range : ranges) {
      byte[] one = pack(range);
      if (Integer.BYTES + all.size() + one.length > room) {
        break;
      }
      all.put(one);
      count++;
    }
    return count == 0
        ? new byte[0]
        : new MetaWriter().putInt(count).put(all.toByteArray()).toByteArray();
  }

  private static byte[] pack(Damage.Lost range) {
    return new MetaWriter()
        .putText(range.stream())
        .putEpoch(range.epoch())
        .putLong(range.from())
        .putLong(range.to())
        .toByteArray();
  }

  /**
   * The ranges.
   *
   * @throws RuntimeException if the bytes are no such description
   */
  static List<Damage.Lost> unpack(byte[] bytes) {
    List<Damage.Lost> ranges = new ArrayList<>();
    if (bytes.length > 0) {
      MetaReader meta = new MetaReader(bytes);
      int count = meta.getInt();
      for (int i = 0; i < count; i++) {
        Damage.Lost range =
            new Damage.Lost(meta.getText(), meta.getEpoch(), meta.getLong(), meta.getLong());
        if (!plausible(range)) {
          throw new IllegalArgumentException("nobody ever wrote so many");
        }
        ranges.add(range);
      }
    }
    return ranges;
  }

  /** Whether somebody may have written these numbers: a lying one must not become endless gaps. */
  static boolean plausible(Damage.Lost range) {
    long numbers = range.to() - range.from();
    return range.from() >= 0 && numbers > 0 && numbers <= MOST_NUMBERS;
  }

  /** The first gap of a range, without a header: it is the journal that makes it. */
  static Entry gap(Damage.Lost range) {
    int count = (int) Math.min(range.to() - range.from(), MOST_IN_A_GAP);
    byte[] header = {};
    return new Entry(
        range.stream(), range.epoch(), range.from(), count, Damage.GAP, header, NOTHING, List.of());
  }
}
