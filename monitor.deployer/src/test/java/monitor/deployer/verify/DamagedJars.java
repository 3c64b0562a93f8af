package monitor.deployer.verify;

import java.util.Arrays;
import java.util.Random;

/** Jars as a bad disk or a bad intention leaves them, from one that is good. */
public final class DamagedJars {
  private DamagedJars() {}

  /** A copy with damaged bytes, cut, spliced or lengthened. */
  public static byte[] of(byte[] good, Random random) {
    byte[] bad = good.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bad.length);
      int length = Math.min(bad.length - at, 1 + random.nextInt(64));
      bad =
          switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bad, Math.max(1, at));
            case 1 -> Arrays.copyOf(bad, bad.length + length);
            case 2 -> moved(bad, random.nextInt(bad.length), at, length);
            case 3 -> filled(bad, at, length, (byte) (random.nextBoolean() ? 0 : 0xFF));
            default -> flipped(bad, tail(bad, at, random), random);
          };
    }
    return bad;
  }

  /** Every other time in the directory, where the lies are. */
  private static int tail(byte[] bytes, int at, Random random) {
    int tail = Math.min(bytes.length, 600);
    return random.nextBoolean() ? at : bytes.length - 1 - random.nextInt(tail);
  }

  private static byte[] flipped(byte[] bytes, int at, Random random) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static byte[] filled(byte[] bytes, int at, int length, byte with) {
    Arrays.fill(bytes, at, at + length, with);
    return bytes;
  }

  private static byte[] moved(byte[] bytes, int from, int to, int length) {
    int n = Math.min(length, bytes.length - Math.max(from, to));
    System.arraycopy(bytes.clone(), from, bytes, to, n);
    return bytes;
  }
}
