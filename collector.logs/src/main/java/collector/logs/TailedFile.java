package collector.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import monitor.api.event.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * One file, known by its identity under whatever name, and how far it has been read. Used by the
 * thread of the source only.
 */
final class TailedFile {
  private final FileBytes bytes;
  private final Progress progress = new Progress();
  private final Precedence precedence = new Precedence();
  private Path path;
  private Path told;
  private Attributes attributes;
  private boolean drained;
  private boolean held;
  private boolean pending;
  private long seenSize = -1;
  private long seenModifiedNanos;
  private long end;

  /** A file that is read from its beginning. */
  private TailedFile(FileBytes bytes, Path path) {
    this.bytes = bytes;
    this.path = path;
    this.told = path;
    this.attributes = describe(path);
  }

  /** A file as a search found it. */
  static TailedFile found(FileIdentity identity, Path path, BasicFileAttributes attributes) {
    TailedFile file = new TailedFile(new FileBytes(identity, attributes), path);
    file.look(attributes);
    return file;
  }

  private static Attributes describe(Path path) {
    Path name = path.getFileName();
    return Attributes.of("log.file.path", path.toString())
        .with("log.file.name", name == null ? path.toString() : name.toString());
  }

  FileIdentity identity() {
    return bytes.identity();
  }

  Path path() {
    return path;
  }

  /** The name under which its lines are told. */
  Path told() {
    return told;
  }

  /** What every line of it carries. */
  Attributes attributes() {
    return attributes;
  }

  Progress progress() {
    return progress;
  }

  /** Its size at the last look. */
  long size() {
    return seenSize;
  }

  /** When it was changed before the last look. */
  long modifiedNanos() {
    return seenModifiedNanos;
  }

  /** When it was created; 0 if that is not known. */
  long bornMillis() {
    return bytes.bornMillis();
  }

  /** How many bytes of it have been seen, at most. */
  long end() {
    return end;
  }

  /** How many bytes behind the offset have been seen, and would be lost by a truncation now. */
  long unread() {
    return end - progress.offset();
  }

  /** Which file comes before it. */
  Precedence precedence() {
    return precedence;
  }

  /** Whether there is more of it than was seen; it is open. */
  boolean grown() throws IOException {
    return bytes.size() > end;
  }

  /** Whether complete lines are left that may go on in further ones. */
  boolean pending() {
    return pending;
  }

  void pending(boolean waiting) {
    pending = waiting;
  }

  /** Whether it is not read until it is known of what it is a copy. */
  boolean held() {
    return held;
  }

  void hold(boolean back) {
    held = back;
  }

  /** It has another name now; what was written under the old one is still told under that. */
  void moved(Path newPath) {
    path = newPath;
    told = newPath;
    if (drained) {
      attributes = describe(newPath);
    }
  }

  /**
   * It is the rest of a file that had this name: its lines and its place are told under that, so
   * that it is looked for again after a restart.
   */
  void known(Path as) {
    told = as;
    attributes = describe(as);
  }

  /** Whether its own name is the one that is told. */
  boolean isToldAsItself() {
    return told.equals(path);
  }

  /** Whether its attributes say the same as at the last look. */
  boolean isUnchanged(BasicFileAttributes now) {
    return now.size() == seenSize && nanos(now) == seenModifiedNanos;
  }

  private static long nanos(BasicFileAttributes now) {
    return now.lastModifiedTime().to(TimeUnit.NANOSECONDS);
  }

  /** Notes what its attributes say. */
  void look(BasicFileAttributes now) {
    drained &= isUnchanged(now);
    seenSize = now.size();
    seenModifiedNanos = nanos(now);
    if (!Content.compressed(path)) {
      end = Math.max(end, seenSize);
    }
  }

  /** Whether these attributes are of another file that was given the same inode. */
  boolean replacedBy(BasicFileAttributes now) {
    return bytes.replacedBy(now);
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
    return bytes.bornAt(place.bornMillis()) && continueAt(place, buffer);
  }

  /**
   * Goes to a place in another file, if this one begins with the bytes that were read of it.
   *
   * @return false if it does not: then it is at its beginning
   */
  boolean continueAt(Place place, ByteBuffer buffer) throws IOException {
    return skipTo(place.offset(), place.head(), place.tail(), place.skipping(), buffer);
  }

  /** Leaves out what is there now, but for an unfinished last line. */
  void skipToEnd(LineRules rules, ByteBuffer buffer) throws IOException {
    int unit = rules.encoding().unit();
    long from = Math.max(0, seenSize - buffer.capacity());
    from += from % unit;
    int last = bytes.read(path, from, buffer.clear());
    last -= last % unit;
    while (last > 0 && !rules.isLineEnd(buffer, last - unit)) {
      last -= unit;
    }
    skipTo(from + last, null, null, from > 0 && last == 0, buffer);
  }

  private boolean skipTo(
      long newOffset,
      @Nullable Fingerprint wantedHead,
      @Nullable Fingerprint wantedTail,
      boolean inCutLine,
      ByteBuffer buffer)
      throws IOException {
    progress.reset();
    int headBytes = (int) Math.min(newOffset, Place.HEAD);
    Fingerprint foundHead = fingerprint(0, headBytes, buffer);
    if (differs(foundHead, headBytes, wantedHead)) {
      return false;
    }
    progress.updateHead(buffer, 0, foundHead.length());
    int tailBytes = (int) Math.min(newOffset, Place.TAIL);
    Fingerprint foundTail = fingerprint(newOffset - tailBytes, tailBytes, buffer);
    if (differs(foundTail, tailBytes, wantedTail)) {
      progress.reset();
      return false;
    }
    progress.jump(newOffset, foundTail, inCutLine);
    return true;
  }

  private static boolean differs(Fingerprint found, int length, @Nullable Fingerprint wanted) {
    return found.length() != length || (wanted != null && !wanted.equals(found));
  }

  /** Of the bytes from an offset on, as many as there are. */
  Fingerprint fingerprint(long from, int length, ByteBuffer buffer) throws IOException {
    return bytes.fingerprint(path, from, length, buffer);
  }

  /**
   * Fills the buffer with what follows the last line that was emitted.
   *
   * @return index of the first such byte; before it lie the bytes that were read earlier, and they
   *     are still the same. -1 if they are not: the file was truncated or written anew
   */
  int fill(ByteBuffer buffer) throws IOException {
    int known = progress.tail().length();
    int read = bytes.read(path, progress.offset() - known, buffer.clear());
    if (read < known || !Fingerprint.of(buffer, 0, known).equals(progress.tail())) {
      return -1;
    }
    end = Math.max(end, progress.offset() + read - known);
    return known;
  }

  /** Whether the last bytes that were read of it are still there. */
  boolean intact(ByteBuffer buffer) throws IOException {
    Fingerprint tail = progress.tail();
    return fingerprint(progress.offset() - tail.length(), tail.length(), buffer).equals(tail);
  }

  /**
   * Begins anew at the start of the file. It may be another one with the same inode, so the time of
   * birth is unknown again until the next look.
   */
  void restart() {
    bytes.forgetBirth();
    drained = false;
    pending = false;
    end = 0;
    progress.reset();
  }

  /** Where it has been read to. */
  Place place() {
    return progress.place(bytes.bornMillis(), told);
  }

  /** Opens it, as reading does too. */
  void open() throws IOException {
    bytes.open(path);
  }

  /** Whether it holds a file descriptor. */
  boolean isOpen() {
    return bytes.isOpen();
  }

  /** Gives the descriptor back; the next read opens the file again. */
  void close() throws IOException {
    bytes.close();
  }

  @Override
  public String toString() {
    return path + "@" + progress.offset();
  }
}
