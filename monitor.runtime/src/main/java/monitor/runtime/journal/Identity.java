package monitor.runtime.journal;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;

/**
 * The epoch that a journal is in, and its count of records.
 *
 * @param epoch current epoch
 * @param previous the one before; null in the first
 * @param serials the number of the next record
 */
record Identity(Epoch epoch, @Nullable Epoch previous, AtomicLong serials) {
  static Epoch fresh(long ordinal, RandomGenerator random) {
    return new Epoch(ordinal, HexFormat.of().toHexDigits(random.nextLong()));
  }
}
