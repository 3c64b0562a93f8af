package collector.logs;

import collector.logs.LineBlock.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import monitor.api.event.Event;
import monitor.api.source.EventStream;

/**
 * Reads the lines that were appended to a file and emits them together with the position behind
 * them. Used by the thread of the source only.
 */
final class LineReader {
  /** Bytes that are read at once, if a line may not be longer. */
  private static final int BLOCK = 64 << 10;

  /** Blocks that one file may take before it is another's turn. */
  private static final int TURN = 8;

  private final EventStream stream;
  private final InstantSource clock;
  private final LineRules rules;
  private final LineBlock lines;
  private final OpenFiles open;
  private final ByteBuffer buffer;

  LineReader(EventStream stream, InstantSource clock, LineRules rules, OpenFiles open) {
    this.stream = stream;
    this.clock = clock;
    this.rules = rules;
    this.lines = new LineBlock(rules);
    this.open = open;
    this.buffer = ByteBuffer.allocateDirect(Place.TAIL + Math.max(BLOCK, lines.window()));
  }

  /** Room to read into, for whoever works on this thread. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Leaves out what is there now, but for an unfinished last line. */
  void skipToEnd(TailedFile file) throws IOException {
    file.skipToEnd(rules, buffer);
  }

  /** How a turn ended. */
  enum End {
    /** There is more. */
    MORE,
    /** Everything that is there has been read. */
    DRAINED,
    /** The file before it is not finished, and comes first. */
    EARLIER,
    /** What was read before is not there any more: the file was truncated or written anew. */
    CHANGED
  }

  /** Emits what is new, for one turn. */
  End read(TailedFile file) throws IOException {
    open.use(file);
    for (int block = 0; block < TURN && !file.drained(); block++) {
      int from = file.fill(buffer);
      if (from < 0) {
        return End.CHANGED;
      }
      // Only now: whatever was written before these bytes is there.
      if (from < buffer.limit() && file.precedence().unfinished() != null) {
        return End.EARLIER;
      }
      take(file, from, false);
    }
    return file.drained() ? End.DRAINED : End.MORE;
  }

  private void take(TailedFile file, int from, boolean flush) {
    int to = buffer.limit();
    boolean end = to < buffer.capacity();
    Lines found =
        lines.cut(buffer, from, to, file.progress().skipping(), flush, nanos(), file.attributes());
    if (found.consumed() > 0) {
      file.progress().advance(buffer, from, found.consumed(), found.skipping());
    }
    if (!found.events().isEmpty()) {
      emit(file, found.events());
    }
    file.drained(end && found.all());
    file.pending(found.pending());
  }

  /** Emits complete lines that wait for others which may belong to them. */
  void flush(TailedFile file) throws IOException {
    open.use(file);
    int from = file.fill(buffer);
    if (from >= 0) {
      take(file, from, true);
    } else {
      file.pending(false);
    }
  }

  /** Emits what nobody will finish: records that wait, and an unfinished last line. */
  void finish(TailedFile file) throws IOException {
    flush(file);
    int from = file.fill(buffer);
    int to = buffer.limit();
    if (from < 0 || from == to) {
      return;
    }
    int start = file.progress().skipping() ? lines.behindCut(buffer, from, to) : from;
    if (start == to) {
      return;
    }
    Event event = lines.last(buffer, start, to, nanos(), file.attributes());
    file.progress().advance(buffer, from, to - from, false);
    emit(file, List.of(event));
  }

  private void emit(TailedFile file, List<Event> events) {
    stream.emit(events, file.place().at(file.identity()));
  }

  private long nanos() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
