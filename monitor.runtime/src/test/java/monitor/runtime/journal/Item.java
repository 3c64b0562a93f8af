package monitor.runtime.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;

/** An entry as the model knows it. */
record Item(String stream, Epoch epoch, long first, int count, @Nullable String gap, int body) {
  static Item of(Entry entry) {
    byte[] bytes = new byte[entry.body().remaining()];
    entry.body().duplicate().get(bytes);
    return new Item(
        entry.stream(),
        entry.epoch(),
        entry.firstSequence(),
        entry.count(),
        entry.gap(),
        Arrays.hashCode(bytes) * 31 + Arrays.hashCode(entry.header()));
  }

  boolean visible() {
    return count > 0;
  }

  static ByteBuffer body(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }
}
