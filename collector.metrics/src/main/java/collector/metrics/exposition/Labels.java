package collector.metrics.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The labels of one line, as places in it. */
public final class Labels {
  /** More are refused; Prometheus and its exporters stay far below. */
  static final int MOST = 128;

  private static final byte[] AS_WRITTEN = {};

  private final Line line;
  private final int[] places = new int[4 * MOST];

  /** Values in which escapes were resolved; else the same empty array. */
  private final byte[][] values = new byte[MOST][];

  private int count;

  Labels(Line line) {
    this.line = line;
  }

  /** Reads what is in braces, if there are any. */
  void read(boolean open) throws ExpositionException {
    count = 0;
    if (!line.accept('{')) {
      return;
    }
    blanks(open);
    while (!line.accept('}')) {
      if (count > 0) {
        separator(open);
        if (!open && line.accept('}')) {
          return;
        }
      }
      label(open);
    }
  }

  private void separator(boolean open) throws ExpositionException {
    line.expect(',');
    blanks(open);
  }

  private void blanks(boolean open) {
    if (!open) {
      line.blanks();
    }
  }

  private void label(boolean open) throws ExpositionException {
    if (count == MOST) {
      throw line.error("there are more than %d labels".formatted(MOST));
    }
    int slot = 4 * count;
    places[slot] = line.at;
    line.name(false);
    places[slot + 1] = line.at;
    checkNew();
    blanks(open);
    line.expect('=');
    blanks(open);
    line.expect('"');
    readValue(slot);
    blanks(open);
    count++;
  }

  private void checkNew() throws ExpositionException {
    int from = places[4 * count];
    int end = places[4 * count + 1];
    if (find(line.bytes(), from, end) >= 0) {
      throw line.errorAt(from, "the label '%s' is there twice".formatted(line.ascii(from, end)));
    }
  }

  private void readValue(int slot) throws ExpositionException {
    byte[] bytes = line.bytes();
    int from = line.at;
    int end = line.end();
    boolean escapes = false;
    boolean wide = false;
    int i = from;
    for (; i < end && bytes[i] != '"'; i++) {
      wide |= bytes[i] < 0;
      if (bytes[i] == '\\') {
        escapes = true;
        i++;
      }
    }
    if (i >= end) {
      line.at = end;
      throw line.error("the value of a label is not closed");
    }
    if (wide) {
      line.utf8(from, i);
    }
    places[slot + 2] = from;
    places[slot + 3] = i;
    values[count] = escapes ? unescaped(bytes, from, i) : AS_WRITTEN;
    line.at = i + 1;
  }

  private static byte[] unescaped(byte[] bytes, int from, int end) {
    byte[] plain = new byte[end - from];
    int length = 0;
    for (int i = from; i < end; i++) {
      byte next = i + 1 < end ? bytes[i + 1] : 0;
      if (bytes[i] == '\\' && (next == '\\' || next == '"' || next == 'n')) {
        plain[length++] = next == 'n' ? (byte) '\n' : next;
        i++;
      } else {
        plain[length++] = bytes[i];
      }
    }
    return Arrays.copyOf(plain, length);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** A name. */
  public String name(int index) {
    return line.ascii(places[4 * index], places[4 * index + 1]);
  }

  /** A value, escapes resolved. */
  public String value(int index) throws ExpositionException {
    byte[] plain = values[index];
    return plain != AS_WRITTEN
        ? new String(plain, StandardCharsets.UTF_8)
        : line.utf8(places[4 * index + 2], places[4 * index + 3]);
  }

  /** The index of a label, or -1. */
  int find(byte[] name) {
    return find(name, 0, name.length);
  }

  private int find(byte[] name, int from, int end) {
    byte[] bytes = line.bytes();
    for (int i = 0; i < count; i++) {
      if (Arrays.equals(bytes, places[4 * i], places[4 * i + 1], name, from, end)) {
        return i;
      }
    }
    return -1;
  }

  /** Where the value of a label is in the line. */
  int valueFrom(int index) {
    return places[4 * index + 2];
  }

  int valueEnd(int index) {
    return places[4 * index + 3];
  }

  /**
   * A number that is equal for equal labels in any order, and else equal by chance only.
   *
   * @param without index of a label that does not count, or -1
   */
  long hash(int without, long seed) {
    byte[] bytes = line.bytes();
    long sum = seed;
    for (int i = 0; i < count; i++) {
      if (i != without) {
        long name = Hash.of(bytes, places[4 * i], places[4 * i + 1], seed);
        byte[] plain = values[i];
        sum +=
            plain == AS_WRITTEN
                ? Hash.of(bytes, places[4 * i + 2], places[4 * i + 3], name)
                : Hash.of(plain, 0, plain.length, name);
      }
    }
    return sum;
  }

  /** Characters of all names and values. */
  int characters() throws ExpositionException {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      String value = value(i);
      sum += name(i).length() + value.codePointCount(0, value.length());
    }
    return sum;
  }
}
