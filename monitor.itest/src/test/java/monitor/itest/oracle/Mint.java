package monitor.itest.oracle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes lines that follow from a seed: {@code o1 FILE NUMBER PAYLOAD}. The number counts up over
 * all files of a writer and identifies the line; the payload is as long as the number says and
 * repeats the MD5 of seed, file and number, which SQL can work out as well.
 *
 * @param seed of the whole run
 */
public record Mint(long seed) {
  private static final int SHORTEST = 16;
  private static final int LENGTHS = 97;
  private static final int REPEATS = 4;

  /** A line without its end, of the file that a writer began as its n-th. */
  public String line(int writer, int generation, long number) {
    String file = "%02d.%04d".formatted(writer, generation);
    return "o1 %s %010d %s".formatted(file, number, payload(file, number));
  }

  private String payload(String file, long number) {
    int length = SHORTEST + (int) (number % LENGTHS);
    return md5(seed + ":" + file + ":" + number).repeat(REPEATS).substring(0, length);
  }

  private static String md5(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has MD5", e);
    }
  }
}
