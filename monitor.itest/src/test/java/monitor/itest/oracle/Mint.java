package monitor.itest.oracle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes lines that follow from a seed: {@code o1 FILE NUMBER PAYLOAD}. The number counts up over
 * all files of a writer and identifies the line; the payload is as long as the number says and
 * repeats the MD5 of seed, file and number, which SQL can work out as well. In every thirteenth
 * line there are bytes in it that are not UTF-8 or zero, in another one letters of several bytes.
 *
 * @param seed of the whole run
 */
public record Mint(long seed) {
  private static final int SHORTEST = 16;
  private static final int LENGTHS = 97;
  private static final int REPEATS = 4;
  private static final int PERIOD = 13;

  /** Numbers of lines with letters of several bytes, and with bytes that are none, in a period. */
  private static final int LETTERS_AT = 3;

  private static final int BYTES_AT = 5;

  /** Characters of the payload before them. */
  private static final int BEFORE = 10;

  private static final byte[] LETTERS = "\u00e4\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8);

  /** In turn: zero, never a byte of UTF-8, cut short, half a pair, cut short, and a mix of them. */
  private static final List<byte[]> BYTES =
      Stream.of("00", "ff", "c328", "eda080", "f09f92", "00fe00").map(Mint::bytes).toList();

  /** A line without its end, of the file that a writer began as its n-th. */
  public byte[] line(int writer, int generation, long number) {
    String file = "%02d.%04d".formatted(writer, generation);
    String payload = payload(file, number);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(ascii("o1 %s %010d %s".formatted(file, number, payload.substring(0, BEFORE))));
    line.writeBytes(inserted(number));
    line.writeBytes(ascii(payload.substring(BEFORE)));
    return line.toByteArray();
  }

  private static byte[] inserted(long number) {
    return switch ((int) (number % PERIOD)) {
      case LETTERS_AT -> LETTERS;
      case BYTES_AT -> BYTES.get((int) (number / PERIOD % BYTES.size()));
      default -> new byte[0];
    };
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
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
