package probe.reachability;

import java.util.Arrays;
import java.util.Random;

/** Damage to bytes, as a fuzzer does it. */
final class Mutations {
  private Mutations() {}

  /** A copy with some bytes changed, cut, doubled or put in. */
  static byte[] of(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int i = random.nextInt(6); i >= 0 && damaged.length > 0; i--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(5)) {
        case 0 -> damaged[at] = (byte) random.nextInt(256);
        case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> damaged = Arrays.copyOf(damaged, at);
        case 3 ->
            damaged =
                joined(
                    damaged,
                    at,
                    Arrays.copyOfRange(
                        damaged, at, Math.min(damaged.length, at + 1 + random.nextInt(16))));
        default -> {
          byte[] noise = new byte[1 + random.nextInt(8)];
          random.nextBytes(noise);
          damaged = joined(damaged, at, noise);
        }
      }
    }
    return damaged;
  }

  private static byte[] joined(byte[] bytes, int at, byte[] more) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(bytes, at, all, at + more.length, bytes.length - at);
    System.arraycopy(more, 0, all, at, more.length);
    return all;
  }
}
