package collector.logs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Text;
import monitor.api.source.EventStream;

/**
 * Cuts what was read from a file into lines. The complete lines are copied once into a block of
 * just their size, and every event is a slice of that block. Bytes are kept as they are: NULs and
 * invalid UTF-8 too; only the line end, {@code \n} or {@code \r\n}, is left out.
 */
final class LineBlock {
  /** Bytes an encoded event takes beside its body and attributes, at most. */
  private static final int FRAME = 64;

  private final int maxLine;

  /**
   * What was found.
   *
   * @param events the lines
   * @param consumed how many bytes they and their line ends take, with what was skipped
   * @param skipping whether the last line was cut and its end has not been seen
   * @param all whether there is no further complete line
   */
  record Lines(List<Event> events, int consumed, boolean skipping, boolean all) {}

  /**
   * @param maxLine most bytes of a line; what is longer is cut
   */
  LineBlock(int maxLine) {
    this.maxLine = maxLine;
  }

  /** How many bytes must be read at once so that a line is either complete or too long. */
  int window() {
    return maxLine + 2;
  }

  /**
   * The complete lines between two indexes of a buffer, at most as many as a unit may carry. An
   * unfinished last line is left for later, unless it is already longer than the limit: then it is
   * cut and its rest is to be skipped.
   *
   * @param skipping whether the bytes begin inside a line that was cut
   * @param timeNanos the time of the events
   */
  Lines cut(
      ByteBuffer bytes, int from, int to, boolean skipping, long timeNanos, Attributes attributes) {
    int start = skipping ? afterLineEnd(bytes, from, to) : from;
    if (start < 0) {
      return new Lines(List.of(), to - from, true, true);
    }
    int end = lastLineEnd(bytes, start, to);
    if (end < 0) {
      return to - start >= window()
          ? tooLong(bytes, start, from, to, timeNanos, attributes)
          : new Lines(List.of(), start - from, false, true);
    }
    byte[] block = copy(bytes, start, end + 1);
    Lines lines = lines(block, timeNanos, attributes);
    return new Lines(lines.events(), start - from + lines.consumed(), false, lines.all());
  }

  /** An unfinished line that nobody will finish, as an event of its own. */
  Event last(ByteBuffer bytes, int from, int to, long timeNanos, Attributes attributes) {
    byte[] block = copy(bytes, from, to);
    return line(block, 0, block.length, timeNanos, attributes);
  }

  private Lines tooLong(
      ByteBuffer bytes, int start, int from, int to, long timeNanos, Attributes attributes) {
    byte[] block = copy(bytes, start, start + window());
    Event event = line(block, 0, block.length, timeNanos, attributes);
    return new Lines(List.of(event), to - from, true, true);
  }

  private Lines lines(byte[] block, long timeNanos, Attributes attributes) {
    int limit = mostEvents(block.length, attributes);
    List<Event> events = new ArrayList<>(Math.min(limit, 16 + block.length / 64));
    int start = 0;
    for (int i = 0; i < block.length && events.size() < limit; i++) {
      if (block[i] == '\n') {
        events.add(line(block, start, i, timeNanos, attributes));
        start = i + 1;
      }
    }
    return new Lines(events, start, false, start == block.length);
  }

  private Event line(byte[] block, int from, int lineEnd, long timeNanos, Attributes attributes) {
    int to = lineEnd > from && block[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    boolean cut = to - from > maxLine;
    int end = cut ? wholeCharacter(block, from, from + maxLine) : to;
    Text body = Text.slice(block, from, end - from);
    return new Event(
        timeNanos, new LogLine(body, SeverityWord.of(block, from, end), cut), attributes);
  }

  /**
   * Moves a cut before the UTF-8 character that it would split; a character has 4 bytes at most.
   */
  private static int wholeCharacter(byte[] block, int from, int cut) {
    int end = cut;
    while (end > from && cut - end < 3 && (block[end] & 0xc0) == 0x80) {
      end--;
    }
    return (block[end] & 0xc0) == 0xc0 && end > from ? end : cut;
  }

  private static int mostEvents(int blockBytes, Attributes attributes) {
    int[] each = {FRAME};
    attributes.forEach((name, value) -> each[0] += 16 + 3 * (name.length() + text(value)));
    int room = Math.max(0, EventStream.MAX_BYTES - blockBytes);
    return Math.clamp(room / each[0], 1, EventStream.MAX_EVENTS);
  }

  private static int text(Object value) {
    return value.toString().length();
  }

  private static byte[] copy(ByteBuffer bytes, int from, int to) {
    byte[] block = new byte[to - from];
    bytes.get(from, block);
    return block;
  }

  private static int afterLineEnd(ByteBuffer bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int lastLineEnd(ByteBuffer bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }
}
