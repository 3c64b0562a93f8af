package collector.logs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Journal Export Format (systemd.io/JOURNAL_EXPORT_FORMATS): entries of fields, each as
 * {@code NAME=value} in a line, or, if the value is not a line of text, as the name in a line, 8
 * bytes of length (little-endian), and the bytes. An entry ends with an empty line. However long a
 * value is, no more than the limit of it is held.
 */
final class JournalExport {
  private static final int MOST_FIELDS = 256;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_FIELD = 4096;

  private final InputStream in;
  private final int maxMessage;
  private final byte[] value;

  /**
   * @param in buffered; its end is the end of an entry
   * @param maxMessage most bytes of a message; other fields are cut at 4,096 bytes
   */
  JournalExport(InputStream in, int maxMessage) {
    this.in = in;
    this.maxMessage = maxMessage;
    this.value = new byte[Math.max(maxMessage, LONGEST_FIELD)];
  }

  /**
   * The next entry; null at the end.
   *
   * @throws IOException if the stream is not in this format
   */
  @Nullable JournalEntry next() throws IOException {
    Map<String, byte[]> fields = new HashMap<>();
    boolean cut = false;
    int bytes = 0;
    while (true) {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      if (first == '\n') {
        if (fields.isEmpty()) {
          continue;
        }
        return new JournalEntry(fields, cut, bytes);
      }
      StringBuilder name = new StringBuilder().append((char) first);
      boolean line = name(name);
      int limit = name.toString().equals("MESSAGE") ? maxMessage : LONGEST_FIELD;
      long length = line ? line(limit) : binary(limit);
      cut |= limit == maxMessage && length > limit;
      if (fields.size() < MOST_FIELDS && !fields.containsKey(name.toString())) {
        byte[] kept = Arrays.copyOf(value, (int) Math.min(length, limit));
        fields.put(name.toString(), kept);
        bytes += kept.length;
      }
    }
  }

  /** Reads the rest of a name; whether the value follows in the same line. */
  private boolean name(StringBuilder name) throws IOException {
    for (int b = read(); b != '='; b = read()) {
      if (b == '\n') {
        return false;
      }
      if (name.length() == LONGEST_NAME) {
        throw new IOException("a field's name is longer than %d bytes".formatted(LONGEST_NAME));
      }
      name.append((char) b);
    }
    return true;
  }

  private long line(int limit) throws IOException {
    long length = 0;
    for (int b = read(); b != '\n'; b = read()) {
      if (length < limit) {
        value[(int) length] = (byte) b;
      }
      length++;
    }
    return length;
  }

  private long binary(int limit) throws IOException {
    long length = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      length |= (long) read() << shift;
    }
    if (length < 0) {
      throw new IOException("a field has no possible length");
    }
    int kept = (int) Math.min(length, limit);
    if (in.readNBytes(value, 0, kept) < kept) {
      throw incomplete();
    }
    try {
      in.skipNBytes(length - kept);
    } catch (EOFException e) {
      throw incomplete();
    }
    if (read() != '\n') {
      throw new IOException("a field does not end with its length");
    }
    return length;
  }

  private int read() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw incomplete();
    }
    return b;
  }

  private static EOFException incomplete() {
    return new EOFException("the last entry is not complete");
  }
}
