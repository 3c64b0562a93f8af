package collector.logs;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A few bytes of a file by their number and CRC32C, to know them again.
 *
 * @param length how many bytes
 * @param crc their CRC32C
 */
record Fingerprint(int length, int crc) {
  /** Of no bytes: matches anything. */
  static final Fingerprint NONE = new Fingerprint(0, 0);

  /** Of the given part of a buffer, whose position stays. */
  static Fingerprint of(ByteBuffer bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, length));
    return new Fingerprint(length, (int) crc.getValue());
  }
}
