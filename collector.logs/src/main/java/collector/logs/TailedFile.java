package collector.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32C;
import monitor.api.event.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * One file, known by its identity under whatever name, and how far it has been read. Used by the
 * thread of the source only.
 */
final class TailedFile {
  private final FileIdentity identity;
  private final CRC32C head = new CRC32C();
  private Path path;
  private Attributes attributes;
  private long bornMillis;
  private long offset;
  private boolean skipping;
  private boolean drained;
  private int headLength;
  private Fingerprint tail = Fingerprint.NONE;
  private long seenSize = -1;
  private long end;
  private long seenModifiedNanos;
  private @Nullable FileChannel channel;
  private @Nullable TailedFile before;

  /** A file that is read from its beginning. */
  TailedFile(FileIdentity identity, Path path, long bornMillis) {
    this.identity = identity;
    this.path = path;
    this.attributes = describe(path);
    this.bornMillis = bornMillis;
  }

  private static Attributes describe(Path path) {
    Path name = path.getFileName();
    return Attributes.of("log.file.path", path.toString())
        .with("log.file.name", name == null ? path.toString() : name.toString());
  }

  FileIdentity identity() {
    return identity;
  }

  Path path() {
    return path;
  }

  /** What every line of it carries. */
  Attributes attributes() {
    return attributes;
  }

  boolean skipping() {
    return skipping;
  }

  /** How many bytes of it have been seen, at most. */
  long end() {
    return end;
  }

  /** How many bytes behind the offset have been seen, and would be lost by a truncation now. */
  long unread() {
    return end - offset;
  }

  /** The file that had this one's name before, and is to be read to its end first. */
  @Nullable TailedFile before() {
    return before;
  }

  void readAfter(@Nullable TailedFile earlier) {
    before = earlier;
  }

  /** It has another name now; what was written under the old one is still told under that. */
  void moved(Path newPath) {
    path = newPath;
    if (drained) {
      attributes = describe(newPath);
    }
  }

  /** Its lines are told under this name. */
  void known(Path as) {
    attributes = describe(as);
  }

  /** Notes what its attributes say; true if something changed since the last look. */
  boolean look(BasicFileAttributes now) {
    long modifiedNanos = now.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
    boolean changed = now.size() != seenSize || modifiedNanos != seenModifiedNanos;
    drained &= !changed;
    seenSize = now.size();
    end = Math.max(end, seenSize);
    seenModifiedNanos = modifiedNanos;
    return changed;
  }

  /** Whether these attributes are of another file that was given the same inode. */
  boolean replacedBy(BasicFileAttributes now) {
    long born = Birth.millis(now);
    if (bornMillis == 0) {
      bornMillis = born;
    }
    return bornMillis != born && born != 0;
  }

  /** Whether the last read came to its end, and it has not changed since. */
  boolean drained() {
    return drained;
  }

  void drained(boolean atEnd) {
    drained = atEnd;
  }

  /**
   * Goes on where an earlier run stopped, if the bytes before that place are still the same.
   *
   * @param buffer room to read into
   * @return false if it is another file, or was written anew: then it is at its beginning
   */
  boolean resume(Place place, ByteBuffer buffer) throws IOException {
    if (place.bornMillis() != 0 && bornMillis != 0 && place.bornMillis() != bornMillis) {
      return false;
    }
    return skipTo(place.offset(), place.head(), place.tail(), place.skipping(), buffer);
  }

  /** Leaves out what is there now, but for an unfinished last line. */
  void skipToEnd(ByteBuffer buffer) throws IOException {
    long from = Math.max(0, seenSize - buffer.capacity());
    int end = readAt(from, buffer.clear());
    while (end > 0 && buffer.get(end - 1) != '\n') {
      end--;
    }
    skipTo(from + end, null, null, from > 0 && end == 0, buffer);
  }

  private boolean skipTo(
      long newOffset,
      @Nullable Fingerprint wantedHead,
      @Nullable Fingerprint wantedTail,
      boolean inCutLine,
      ByteBuffer buffer)
      throws IOException {
    int headBytes = (int) Math.min(newOffset, Place.HEAD);
    int tailBytes = (int) Math.min(newOffset, Place.TAIL);
    Fingerprint foundHead = fingerprint(buffer, 0, headBytes);
    updateHead(buffer, 0, foundHead.length());
    Fingerprint foundTail = fingerprint(buffer, newOffset - tailBytes, tailBytes);
    if (differs(foundHead, headBytes, wantedHead) || differs(foundTail, tailBytes, wantedTail)) {
      restart();
      return false;
    }
    offset = newOffset;
    tail = foundTail;
    skipping = inCutLine;
    return true;
  }

  private static boolean differs(Fingerprint found, int length, @Nullable Fingerprint wanted) {
    return found.length() != length || (wanted != null && !wanted.equals(found));
  }

  private Fingerprint fingerprint(ByteBuffer buffer, long from, int length) throws IOException {
    int read = readAt(from, buffer.clear().limit(length));
    return Fingerprint.of(buffer, 0, read);
  }

  /**
   * Fills the buffer with what follows the last line that was emitted.
   *
   * @return index of the first such byte; before it lie the bytes that were read earlier, and they
   *     are still the same. -1 if they are not: the file was truncated or written anew
   */
  int fill(ByteBuffer buffer) throws IOException {
    int known = tail.length();
    int read = readAt(offset - known, buffer.clear());
    if (read < known || !Fingerprint.of(buffer, 0, known).equals(tail)) {
      return -1;
    }
    end = Math.max(end, offset + read - known);
    return known;
  }

  private int readAt(long from, ByteBuffer buffer) throws IOException {
    FileChannel open = open();
    while (buffer.hasRemaining()) {
      if (open.read(buffer, from + buffer.position()) <= 0) {
        break;
      }
    }
    buffer.flip();
    return buffer.limit();
  }

  /** Moves on over bytes that have been emitted or left out, and lie at an index of the buffer. */
  void advance(ByteBuffer buffer, int from, int length, boolean inCutLine) {
    updateHead(buffer, from, length);
    offset += length;
    skipping = inCutLine;
    int known = (int) Math.min(Math.min(offset, Place.TAIL), (long) from + length);
    tail = Fingerprint.of(buffer, from + length - known, known);
  }

  private void updateHead(ByteBuffer buffer, int from, int length) {
    int part = Math.min(length, Place.HEAD - headLength);
    if (part > 0) {
      head.update(buffer.slice(from, part));
      headLength += part;
    }
  }

  /**
   * Begins anew at the start of the file. It may be another one with the same inode, so the time of
   * birth is unknown again until the next look.
   */
  void restart() {
    bornMillis = 0;
    drained = false;
    offset = 0;
    end = 0;
    skipping = false;
    head.reset();
    headLength = 0;
    tail = Fingerprint.NONE;
  }

  /** Where it has been read to. */
  Place place() {
    Fingerprint first = new Fingerprint(headLength, (int) head.getValue());
    return new Place(offset, skipping, bornMillis, first, tail, path.toString());
  }

  /** Whether it holds a file descriptor. */
  boolean isOpen() {
    return channel != null;
  }

  /**
   * Opens the file at its path, and makes sure that it is the one it is taken for.
   *
   * @throws MovedException if the path leads to another file by now
   */
  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = FileChannel.open(path, StandardOpenOption.READ);
      BasicFileAttributes now = Birth.attributes(path);
      if (!identity.equals(FileIdentity.of(path, now)) || replacedBy(now)) {
        open.close();
        throw new MovedException(path);
      }
      channel = open;
    }
    return open;
  }

  /** Gives the descriptor back; the next read opens the file again. */
  void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return path + "@" + offset;
  }
}
