package collector.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A mounted file system.
 *
 * @param device its source, such as {@code /dev/sda1}
 * @param point absolute path where it is mounted, a character for each byte: the kernel knows it by
 *     its bytes, which need not be UTF-8
 * @param type such as {@code ext4}
 * @param readOnly whether it cannot be written
 */
record Mount(String device, String point, String type, boolean readOnly) {
  /** The mount point as people read it. */
  String shownPoint() {
    return text(point);
  }

  /** Bytes that stand as characters, as text. */
  static String text(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }
}
