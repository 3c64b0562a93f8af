package collector.traffic;

import org.jspecify.annotations.Nullable;

/**
 * An interface of a section of a pcapng file.
 *
 * @param link how its packets begin; null for what is not decoded
 * @param snapLength most bytes that were kept of a packet; 0 for all
 * @param resolution units of its time stamps, as the option {@code if_tsresol} gives them
 * @param offsetSeconds to be added to its time stamps
 */
record PcapngInterface(
    @Nullable LinkType link, long snapLength, int resolution, long offsetSeconds) {
  private static final int MICROSECONDS = 6;
  private static final int OPTION_RESOLUTION = 9;
  private static final int OPTION_OFFSET = 14;
  private static final long SECOND = 1_000_000_000L;

  /** Reads the block at hand, which ends at that distance without its last length. */
  static PcapngInterface read(CaptureBytes bytes, int end) {
    int resolution = MICROSECONDS;
    long offset = 0;
    int at = 16;
    while (at + 4 <= end && bytes.shortAt(at) != 0) {
      int code = bytes.shortAt(at);
      int length = bytes.shortAt(at + 2);
      if (at + 4 + length > end) {
        break;
      }
      if (code == OPTION_RESOLUTION && length == 1) {
        resolution = bytes.byteAt(at + 4);
      } else if (code == OPTION_OFFSET && length == 8) {
        offset = offset(bytes, at + 4);
      }
      at += 4 + (length + 3 & ~3);
    }
    LinkType link = LinkType.of(bytes.shortAt(8));
    return new PcapngInterface(link, bytes.intAt(12) & 0xffff_ffffL, resolution, offset);
  }

  private static long offset(CaptureBytes bytes, int at) {
    long first = bytes.intAt(at) & 0xffff_ffffL;
    long second = bytes.intAt(at + 4) & 0xffff_ffffL;
    return bytes.littleEndian() ? second << 32 | first : first << 32 | second;
  }

  /** A time stamp in nanoseconds since 1970; the nearest possible one where it is absurd. */
  long nanos(int high, int low) {
    long stamp = (long) high << 32 | low & 0xffff_ffffL;
    int exponent = resolution & 0x7f;
    long seconds;
    long rest;
    if ((resolution & 0x80) != 0) {
      exponent = Math.min(exponent, 63);
      seconds = stamp >>> exponent;
      long fraction = stamp & (1L << exponent) - 1;
      rest = exponent == 0 ? 0 : shifted(fraction, exponent);
    } else {
      long perSecond = powerOfTen(Math.min(exponent, 18));
      seconds = Long.divideUnsigned(stamp, perSecond);
      long fraction = Long.remainderUnsigned(stamp, perSecond);
      rest = exponent <= 9 ? fraction * (SECOND / perSecond) : fraction / (perSecond / SECOND);
    }
    return saturated(seconds, rest);
  }

  /** {@code fraction * SECOND >> exponent} with 128 bits between. */
  private static long shifted(long fraction, int exponent) {
    return Math.multiplyHigh(fraction, SECOND) << 64 - exponent | fraction * SECOND >>> exponent;
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  private long saturated(long seconds, long rest) {
    long last = Long.MAX_VALUE / SECOND - 1;
    if (seconds < 0 || seconds > last || offsetSeconds > last || offsetSeconds < -last) {
      return last * SECOND;
    }
    return Math.clamp(seconds + offsetSeconds, 0, last) * SECOND + rest;
  }
}
