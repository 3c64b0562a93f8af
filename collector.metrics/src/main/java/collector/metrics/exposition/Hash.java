package collector.metrics.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A hash of 64 bits for bytes; the seed keeps others from choosing equal ones. */
final class Hash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FIRST = 0x9e3779b97f4a7c15L;
  private static final long SECOND = 0xbf58476d1ce4e5b9L;
  private static final long THIRD = 0x94d049bb133111ebL;

  private Hash() {}

  static long of(byte[] bytes, int from, int end, long seed) {
    long hash = mix(seed + end - from);
    int i = from;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      hash = mix(hash ^ (long) LONG.get(bytes, i));
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = rest << 8 | bytes[i] & 0xff;
    }
    return mix(hash ^ rest);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long value) {
    long z = value + FIRST;
    z = (z ^ z >>> 30) * SECOND;
    z = (z ^ z >>> 27) * THIRD;
    return z ^ z >>> 31;
  }
}
