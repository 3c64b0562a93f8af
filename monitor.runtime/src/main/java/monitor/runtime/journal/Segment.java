package monitor.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a lane. The writer moves its end; readers read below it from any thread.
 *
 * <p>A reader that would hold on to a file that was unlinked would also hold on to its disk space,
 * so unlinking closes what readers have open.
 */
final class Segment {
  private static final Pattern NAME = Pattern.compile("(kept|ring)-([0-9a-f]{16})\\.segment");

  private final Lane lane;
  private final long id;
  private final Path file;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile long end;
  private volatile long fileBytes;
  private volatile long dataOffset;
  private volatile boolean sealed;
  private volatile boolean removed;
  private volatile long createdMillis = Long.MAX_VALUE;

  Segment(Lane lane, long id, Path file) {
    this.lane = lane;
    this.id = id;
    this.file = file;
  }

  /** The file name of a segment. */
  static String name(Lane lane, long id) {
    return "%s-%016x.segment".formatted(lane.word(), id);
  }

  /** The number in a file name of this lane, or -1 if it has none. */
  static long id(Lane lane, Path file) {
    Matcher matcher = NAME.matcher(file.getFileName().toString());
    boolean matches = matcher.matches() && matcher.group(1).equals(lane.word());
    return matches ? Long.parseUnsignedLong(matcher.group(2), 16) : -1;
  }

  Lane lane() {
    return lane;
  }

  long id() {
    return id;
  }

  Path file() {
    return file;
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  /** Offset after the last durable record. */
  long end() {
    return end;
  }

  Location endLocation() {
    return new Location(id, end);
  }

  void end(long newEnd) {
    end = newEnd;
    fileBytes = Math.max(fileBytes, newEnd);
  }

  /** Size of the file. */
  long fileBytes() {
    return fileBytes;
  }

  void fileBytes(long bytes) {
    fileBytes = bytes;
  }

  /** When it was begun, milliseconds since 1970; never, if that cannot be read. */
  long createdMillis() {
    return createdMillis;
  }

  void createdMillis(long millis) {
    createdMillis = millis;
  }

  /** Offset of the first entry if known, else 0. */
  long dataOffset() {
    return dataOffset;
  }

  void dataOffset(long offset) {
    dataOffset = offset;
  }

  /** Whether nothing will be added any more, because the next segment exists. */
  boolean sealed() {
    return sealed;
  }

  void seal() {
    sealed = true;
  }

  /** Opens it for a reader, or returns null if it has been unlinked. */
  @Nullable StoreFile open(Store store) throws IOException {
    StoreFile opened = store.open(file);
    open.add(opened);
    if (removed) {
      close(opened);
      return null;
    }
    return opened;
  }

  void close(Closeable reader) throws IOException {
    open.remove(reader);
    reader.close();
  }

  boolean removed() {
    return removed;
  }

  /** To be called after the file was unlinked. */
  void remove() throws IOException {
    removed = true;
    for (Closeable reader : open) {
      close(reader);
    }
  }
}
