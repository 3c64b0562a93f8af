package collector.logs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.source.EventStream;

/**
 * Cuts what was read from a file into records: lines, or several lines that belong together. The
 * complete lines are copied once into a block of just their size, and every event is a slice of
 * that block, unless its characters have to be written anew. Bytes are kept as they are: NULs and
 * invalid UTF-8 too; only the line end is left out.
 */
final class LineBlock {
  private final LineRules rules;
  private final EventMaker maker;
  private final int unit;

  /**
   * What was found.
   *
   * @param events the records
   * @param consumed how many bytes they and their line ends take, with what was skipped
   * @param skipping whether the last record was cut and its end has not been seen
   * @param all whether there is no further complete line
   * @param pending whether complete lines are left that may go on
   */
  record Lines(List<Event> events, int consumed, boolean skipping, boolean all, boolean pending) {}

  /** Where a record that was cut ends; inside: its end has not been seen. */
  private record Rest(int start, boolean inside) {}

  LineBlock(LineRules rules) {
    this.rules = rules;
    this.maker = new EventMaker(rules);
    this.unit = rules.encoding().unit();
  }

  /**
   * How many bytes must be read at once so that a record is either complete or too long; where
   * lines go on, so is then the line behind it.
   */
  int window() {
    return rules.continuation() == null ? tooMuch() : 2 * tooMuch();
  }

  /** So many bytes without a line end are too long for a record. */
  private int tooMuch() {
    return rules.maxLine() + 2 * unit;
  }

  /**
   * The complete records between two indexes of a buffer, at most as many as a unit may carry. An
   * unfinished last record is left for later, unless it is already longer than the limit: then it
   * is cut and its rest is to be skipped.
   *
   * @param skipping whether the bytes begin inside a record that was cut
   * @param flush whether the last lines go on no more
   * @param timeNanos the time of events that do not tell theirs
   */
  Lines cut(
      ByteBuffer bytes,
      int from,
      int to,
      boolean skipping,
      boolean flush,
      long timeNanos,
      Attributes attributes) {
    Rest rest = skipping ? rest(bytes, from, to) : new Rest(from, false);
    int start = rest.start;
    if (rest.inside) {
      return new Lines(List.of(), start - from, true, true, false);
    }
    int end = lastLineEnd(bytes, start, to);
    byte[] block = end < 0 ? new byte[0] : copy(bytes, start, end + unit);
    Lines found = records(block, flush, timeNanos, attributes);
    if (found.events.isEmpty() && found.pending) {
      return mayGoOn(bytes, start, end, from, to, timeNanos, attributes);
    }
    if (found.events.isEmpty() && to - start >= tooMuch()) {
      return tooLong(bytes, start, from, to, timeNanos, attributes);
    }
    int consumed = start - from + found.consumed;
    return new Lines(found.events, consumed, false, found.all, found.pending);
  }

  /**
   * Where an unfinished last line begins that nobody will finish, among bytes that begin inside a
   * record that was cut; the end of the bytes if it belongs to that record, or there is none.
   */
  int behindCut(ByteBuffer bytes, int from, int to) {
    int start = from + unit;
    boolean follows = start < to && rules.isLineEnd(bytes, from);
    return follows && !continues(copy(bytes, start, to)) ? start : to;
  }

  /** An unfinished line that nobody will finish, as an event of its own. */
  Event last(ByteBuffer bytes, int from, int to, long timeNanos, Attributes attributes) {
    byte[] block = copy(bytes, from, to);
    return event(block, 0, block.length, timeNanos, attributes);
  }

  /**
   * A record with the last line end there is, and perhaps the beginning of a line behind it.
   * Whether that one goes on with the record is known when it is complete or too long, and not
   * before: it may begin the next record.
   *
   * @param end index of that line end
   */
  private Lines mayGoOn(
      ByteBuffer bytes,
      int start,
      int end,
      int from,
      int to,
      long timeNanos,
      Attributes attributes) {
    byte[] record = copy(bytes, start, end);
    int next = end + unit;
    if (trimmed(record, 0, record.length) > rules.maxLine()) {
      // Its last line end is read again, so that the next look begins there.
      Event event = event(record, 0, record.length, timeNanos, attributes);
      return new Lines(List.of(event), end - from, true, false, false);
    }
    if (to - next < tooMuch()) {
      return new Lines(List.of(), start - from, false, true, true);
    }
    if (continues(copy(bytes, next, next + tooMuch()))) {
      return tooLong(bytes, start, from, to, timeNanos, attributes);
    }
    Event event = event(record, 0, record.length, timeNanos, attributes);
    return new Lines(List.of(event), next - from, false, false, false);
  }

  private Lines tooLong(
      ByteBuffer bytes, int start, int from, int to, long timeNanos, Attributes attributes) {
    byte[] block = copy(bytes, start, start + tooMuch());
    Event event = event(block, 0, block.length, timeNanos, attributes);
    return new Lines(List.of(event), whole(to - from), true, true, false);
  }

  /** Not half a code unit. */
  private int whole(int length) {
    return length - length % unit;
  }

  private Lines records(byte[] block, boolean flush, long timeNanos, Attributes attributes) {
    List<Event> events = new ArrayList<>(16 + block.length / 64);
    int each = EventMaker.cost(attributes);
    int room = EventStream.MAX_BYTES;
    int start = 0;
    while (start < block.length && events.size() < EventStream.MAX_EVENTS) {
      int end = recordEnd(block, start, flush);
      if (end < 0) {
        return new Lines(events, start, false, true, true);
      }
      Event event = event(block, start, end - unit, timeNanos, attributes);
      room -= each + maker.lastCost();
      if (room < 0 && !events.isEmpty()) {
        break;
      }
      events.add(event);
      start = end;
    }
    return new Lines(events, start, false, start == block.length, false);
  }

  private boolean continues(byte[] line) {
    Continuation continuation = rules.continuation();
    return continuation != null && continuation.continues(line(line, 0, line.length));
  }

  /** Index behind a record's last line end; -1 if it may go on in lines that are not there yet. */
  private int recordEnd(byte[] block, int from, boolean flush) {
    int end = lineEnd(block, from);
    Continuation continuation = rules.continuation();
    if (continuation == null) {
      return end;
    }
    while (end < block.length) {
      int next = lineEnd(block, end);
      if (!continuation.continues(line(block, end, next - unit))) {
        return end;
      }
      end = next;
    }
    return flush ? end : -1;
  }

  /** Index behind the first line end; a block has nothing behind its last one. */
  private int lineEnd(byte[] block, int from) {
    if (unit == 1) {
      int i = from;
      while (block[i] != rules.lineEnd()) {
        i++;
      }
      return i + 1;
    }
    int i = from;
    while (!rules.encoding().is(rules.lineEnd(), block[i], block[i + 1])) {
      i += unit;
    }
    return i + unit;
  }

  private String line(byte[] block, int from, int to) {
    return rules.encoding().text(block, from, trimmed(block, from, to) - from).toString();
  }

  private int trimmed(byte[] block, int from, int lineEnd) {
    boolean carriageReturn =
        rules.lineEnd() == '\n'
            && lineEnd - unit >= from
            && rules.encoding().is('\r', block[lineEnd - unit], block[lineEnd - 1]);
    return carriageReturn ? lineEnd - unit : lineEnd;
  }

  private Event event(byte[] block, int from, int lineEnd, long timeNanos, Attributes attributes) {
    int to = trimmed(block, from, lineEnd);
    boolean cut = to - from > rules.maxLine();
    int end = cut ? wholeCharacter(block, from, from + rules.maxLine()) : to;
    return maker.event(block, from, end, cut, timeNanos, attributes);
  }

  /** Moves a cut before the character that it would split; one of UTF-8 has 4 bytes at most. */
  private int wholeCharacter(byte[] block, int from, int cut) {
    if (rules.encoding() != Encoding.UTF_8) {
      return from + whole(cut - from);
    }
    int end = cut;
    while (end > from && cut - end < 3 && (block[end] & 0xc0) == 0x80) {
      end--;
    }
    return (block[end] & 0xc0) == 0xc0 && end > from ? end : cut;
  }

  private static byte[] copy(ByteBuffer bytes, int from, int to) {
    byte[] block = new byte[to - from];
    bytes.get(from, block);
    return block;
  }

  /** What is left of a record that was cut: its last line, and those that go on with it. */
  private Rest rest(ByteBuffer bytes, int from, int to) {
    int start = afterLineEnd(bytes, from, to);
    if (start < 0) {
      return new Rest(from + whole(to - from), true);
    }
    while (rules.continuation() != null) {
      int next = afterLineEnd(bytes, start, to);
      int seen = next < 0 ? to : next - unit;
      if (next < 0 && to - start < tooMuch()) {
        // Its line end is read again, so that the next look begins there.
        return new Rest(start - unit, true);
      }
      if (!continues(copy(bytes, start, seen))) {
        return new Rest(start, false);
      }
      if (next < 0) {
        return new Rest(from + whole(to - from), true);
      }
      start = next;
    }
    return new Rest(start, false);
  }

  private int afterLineEnd(ByteBuffer bytes, int from, int to) {
    for (int i = from; i + unit <= to; i += unit) {
      if (rules.isLineEnd(bytes, i)) {
        return i + unit;
      }
    }
    return -1;
  }

  private int lastLineEnd(ByteBuffer bytes, int from, int to) {
    for (int i = from + whole(to - from) - unit; i >= from; i -= unit) {
      if (rules.isLineEnd(bytes, i)) {
        return i;
      }
    }
    return -1;
  }
}
