package collector.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file, which is known by its identity and its birth: opened when they are wanted,
 * at the path that it has then. Used by the thread of the source only.
 */
final class FileBytes {
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final FileIdentity identity;
  private long bornMillis;
  private long createdMillis;
  private @Nullable Content content;

  FileBytes(FileIdentity identity, BasicFileAttributes found) {
    this.identity = identity;
    born(found);
  }

  FileIdentity identity() {
    return identity;
  }

  /** When it was created; 0 if that is not known. */
  long bornMillis() {
    return bornMillis;
  }

  private void born(BasicFileAttributes now) {
    createdMillis = now.creationTime().toMillis();
    bornMillis = Birth.millis(now);
  }

  /** Whether it can be the file that was born then; so it is if nobody knows. */
  boolean bornAt(long millis) {
    return millis == 0 || millis == createdMillis;
  }

  /** It may be another file with the same inode: its birth is unknown until the next look. */
  void forgetBirth() {
    bornMillis = 0;
    createdMillis = UNKNOWN;
  }

  /** Whether these attributes are of another file that was given the same inode. */
  boolean replacedBy(BasicFileAttributes now) {
    long created = now.creationTime().toMillis();
    boolean told = bornMillis != 0 || Birth.millis(now) != 0;
    if (told && createdMillis != UNKNOWN && createdMillis != created) {
      return true;
    }
    born(now);
    bornMillis = told ? created : 0;
    return false;
  }

  /** Of the bytes from an offset on, as many as there are; they lie in the buffer then. */
  Fingerprint fingerprint(Path path, long from, int length, ByteBuffer buffer) throws IOException {
    int read = read(path, from, buffer.clear().limit(length));
    return Fingerprint.of(buffer, 0, read);
  }

  /**
   * Fills the buffer from an offset on.
   *
   * @return how many bytes there are, from the start of the buffer to its limit
   */
  int read(Path path, long from, ByteBuffer buffer) throws IOException {
    open(path).read(buffer, from);
    buffer.flip();
    return buffer.limit();
  }

  /** How many there are; 0 if it is not open. */
  long size() throws IOException {
    Content open = content;
    return open == null ? 0 : open.size();
  }

  /** Whether it holds a file descriptor. */
  boolean isOpen() {
    return content != null;
  }

  /**
   * Opens the file at its path, and makes sure that it is the one it is taken for.
   *
   * @throws MovedException if the path leads to another file by now
   */
  Content open(Path path) throws IOException {
    Content open = content;
    if (open == null) {
      open = Content.open(path);
      BasicFileAttributes now = Birth.attributes(path);
      if (!identity.equals(FileIdentity.of(path, now)) || replacedBy(now)) {
        open.close();
        throw new MovedException(path);
      }
      content = open;
    }
    return open;
  }

  /** Gives the descriptor back; the next read opens the file again. */
  void close() throws IOException {
    Content open = content;
    content = null;
    if (open != null) {
      open.close();
    }
  }
}
