package collector.metrics;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads small text files of the kernel, one after the other, into a buffer that is kept, and walks
 * over the numbers and words in it. Numbers and words never reach beyond their line. Used by one
 * thread.
 */
final class Scan {
  private byte[] bytes = new byte[1 << 13];
  private int end;
  private int at;

  /**
   * Reads a whole file and begins at its first byte.
   *
   * @throws IOException if it cannot be opened or read, such as that of a process that has ended
   */
  void open(String path) throws IOException {
    open(path, Integer.MAX_VALUE);
  }

  /** Reads a file, but not more than so many bytes. */
  void open(String path, int most) throws IOException {
    at = 0;
    end = 0;
    try (FileInputStream in = new FileInputStream(path)) {
      int count;
      while ((count = in.read(bytes, end, Math.min(most, bytes.length) - end)) > 0) {
        end += count;
        if (end == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * end);
        }
      }
    }
  }

  /** Reads a whole file if it can be read, else false. */
  boolean tryOpen(String path) {
    try {
      open(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether there is a further byte. */
  boolean hasMore() {
    return at < end;
  }

  /** Goes behind the next line feed. */
  void nextLine() {
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    at = Math.min(at + 1, end);
  }

  /** Goes behind these bytes if they come next. */
  boolean accept(byte[] literal) {
    if (end - at < literal.length
        || !Arrays.equals(bytes, at, at + literal.length, literal, 0, literal.length)) {
      return false;
    }
    at += literal.length;
    return true;
  }

  /** Goes behind the next byte of this value in this line; stays where there is none. */
  boolean seek(char wanted) {
    for (int i = at; i < end && bytes[i] != '\n'; i++) {
      if (bytes[i] == wanted) {
        at = i + 1;
        return true;
      }
    }
    return false;
  }

  private void skipBlanks() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
  }

  private boolean onDigit() {
    return at < end && bytes[at] >= '0' && bytes[at] <= '9';
  }

  /** The next number; 0 if something else comes next. */
  long number() {
    skipBlanks();
    boolean negative = at < end && bytes[at] == '-';
    if (negative) {
      at++;
    }
    long value = 0;
    while (onDigit()) {
      value = 10 * value + (bytes[at++] - '0');
    }
    return negative ? -value : value;
  }

  /** The next number with decimals, such as 0.25. */
  double decimal() {
    double value = number();
    if (at < end && bytes[at] == '.') {
      at++;
      for (double place = 0.1; onDigit(); place /= 10) {
        value += place * (bytes[at++] - '0');
      }
    }
    return value;
  }

  /** The next word up to a blank, or empty at the end of the line. */
  String word() {
    return word(StandardCharsets.UTF_8);
  }

  /** The next word as text of a charset. */
  String word(Charset charset) {
    skipBlanks();
    int start = at;
    skipWord();
    return new String(bytes, start, at - start, charset);
  }

  /** Skips so many words. */
  void skipWords(int count) {
    for (int i = 0; i < count; i++) {
      skipBlanks();
      skipWord();
    }
  }

  private void skipWord() {
    while (at < end && !isBlank(bytes[at])) {
      at++;
    }
  }

  /** A blank or a control character; bytes of letters beyond ASCII are negative. */
  private static boolean isBlank(byte each) {
    return each >= 0 && each <= ' ';
  }

  /** The text up to a byte of this value, behind which it goes; to the end where there is none. */
  String upTo(char delimiter) {
    skipBlanks();
    int start = at;
    while (at < end && bytes[at] != delimiter) {
      at++;
    }
    String text = text(start, at);
    at = Math.min(at + 1, end);
    return text;
  }

  /** The text up to the last byte of this value in the file, behind which it goes. */
  String upToLast(char delimiter) {
    int last = end - 1;
    while (last > at && bytes[last] != delimiter) {
      last--;
    }
    String text = text(at, Math.max(at, last));
    at = Math.min(last + 1, end);
    return text;
  }

  /** What is left of the file, with NULs as blanks and none at its end. */
  String rest() {
    int stop = end;
    while (stop > at && isBlank(bytes[stop - 1])) {
      stop--;
    }
    for (int i = at; i < stop; i++) {
      if (bytes[i] == 0) {
        bytes[i] = ' ';
      }
    }
    String text = text(at, stop);
    at = end;
    return text;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
