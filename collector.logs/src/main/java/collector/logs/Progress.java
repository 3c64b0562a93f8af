package collector.logs;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** How far a file has been read, with fingerprints that grow with it. */
final class Progress {
  private final CRC32C head = new CRC32C();
  private int headLength;
  private Fingerprint tail = Fingerprint.NONE;
  private long offset;
  private boolean skipping;

  /** End of the last line that was emitted, in bytes from the start. */
  long offset() {
    return offset;
  }

  /** Whether the offset lies inside of a line that was cut. */
  boolean skipping() {
    return skipping;
  }

  /** The last bytes before the offset. */
  Fingerprint tail() {
    return tail;
  }

  /** Moves on over bytes that have been emitted or left out, and lie at an index of the buffer. */
  void advance(ByteBuffer buffer, int from, int length, boolean inCutLine) {
    updateHead(buffer, from, length);
    offset += length;
    skipping = inCutLine;
    int known = (int) Math.min(Math.min(offset, Place.TAIL), (long) from + length);
    tail = Fingerprint.of(buffer, from + length - known, known);
  }

  /** Adds bytes to the first ones; only until there are enough. */
  void updateHead(ByteBuffer buffer, int from, int length) {
    int part = Math.min(length, Place.HEAD - headLength);
    if (part > 0) {
      head.update(buffer.slice(from, part));
      headLength += part;
    }
  }

  /** Goes to a place whose first bytes were added before. */
  void jump(long newOffset, Fingerprint newTail, boolean inCutLine) {
    offset = newOffset;
    tail = newTail;
    skipping = inCutLine;
  }

  /** Back to the start. */
  void reset() {
    jump(0, Fingerprint.NONE, false);
    head.reset();
    headLength = 0;
  }

  /** As a place. */
  Place place(long bornMillis, Path path) {
    Fingerprint first = new Fingerprint(headLength, (int) head.getValue());
    return new Place(offset, skipping, bornMillis, first, tail, path);
  }
}
