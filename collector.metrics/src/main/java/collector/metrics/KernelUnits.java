package collector.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The units in which this kernel counts, from the auxiliary vector that it gives every process
 * (getauxval(3)).
 *
 * @param pageBytes size of a page of memory
 * @param ticksPerSecond the clock of process times
 */
record KernelUnits(long pageBytes, long ticksPerSecond) {
  private static final int AT_PAGESZ = 6;
  private static final int AT_CLKTCK = 17;
  private static final int PAIR_BYTES = 16;

  /** Those of the running kernel; where they are not shown, those of nearly every machine. */
  static KernelUnits ofThisMachine() {
    try {
      return parse(Files.readAllBytes(Path.of("/proc/self/auxv")));
    } catch (IOException e) {
      return new KernelUnits(4096, 100);
    }
  }

  static KernelUnits parse(byte[] vector) {
    ByteBuffer pairs = ByteBuffer.wrap(vector).order(ByteOrder.nativeOrder());
    long page = 4096;
    long ticks = 100;
    while (pairs.remaining() >= PAIR_BYTES) {
      long key = pairs.getLong();
      long value = pairs.getLong();
      if (key == AT_PAGESZ) {
        page = value;
      } else if (key == AT_CLKTCK) {
        ticks = value;
      }
    }
    return new KernelUnits(page, ticks);
  }
}
