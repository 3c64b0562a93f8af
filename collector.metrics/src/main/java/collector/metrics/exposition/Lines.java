package collector.metrics.exposition;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into lines, none of them longer than allowed. */
final class Lines {
  private static final int BLOCK = 16 << 10;

  private final InputStream in;
  private final int longest;
  private byte[] bytes = new byte[2 * BLOCK];
  private int from;
  private int filled;
  private int end;
  private long number;
  private boolean terminated = true;

  Lines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Goes to the next line; false at the end of the text. */
  boolean next() throws IOException {
    from = number == 0 ? 0 : end + (terminated ? 1 : 0);
    number++;
    for (int at = from; ; at = scanned()) {
      for (; at < filled; at++) {
        if (bytes[at] == '\n') {
          end = at;
          checkLength();
          return true;
        }
      }
      end = filled;
      checkLength();
      if (!fill()) {
        terminated = false;
        end = filled;
        return end > from;
      }
    }
  }

  private int scanned() {
    return end;
  }

  private void checkLength() throws ExpositionException {
    if (end - from > longest) {
      throw new ExpositionException(
          number, longest + 1, "the line is longer than %d bytes".formatted(longest));
    }
  }

  /** Reads more behind what is there, and moves the line to the front when there is no room. */
  private boolean fill() throws IOException {
    if (bytes.length - filled < BLOCK) {
      int length = filled - from;
      byte[] target = length + BLOCK > bytes.length / 2 ? new byte[2 * (length + BLOCK)] : bytes;
      System.arraycopy(bytes, from, target, 0, length);
      bytes = target;
      end -= from;
      from = 0;
      filled = length;
    }
    int read = in.read(bytes, filled, bytes.length - filled);
    filled += Math.max(0, read);
    return read >= 0;
  }

  /** The block that holds the line, until the next one is asked for. */
  byte[] bytes() {
    return bytes;
  }

  /** Where it begins. */
  int from() {
    return from;
  }

  /** Where it ends, without the line feed. */
  int end() {
    return end;
  }

  /** Its number, from 1. */
  long number() {
    return number;
  }

  /** Whether a line feed ended it. */
  boolean terminated() {
    return terminated;
  }

  /** Whether it is these bytes. */
  boolean is(byte[] text) {
    return Arrays.equals(bytes, from, end, text, 0, text.length);
  }
}
