package monitor.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file of a {@link Store}. Reads may come from any thread, also after a close elsewhere.
 */
public interface StoreFile extends Closeable {
  /** Reads at a position, perhaps less than asked for; -1 at the end of the file. */
  int read(ByteBuffer target, long position) throws IOException;

  /** Writes at a position, perhaps less than given; returns how many bytes. */
  int write(ByteBuffer source, long position) throws IOException;

  /** Makes what was written durable. */
  void force() throws IOException;

  /** Length in bytes. */
  long size() throws IOException;

  /** Cuts the file off at this length. */
  void truncate(long size) throws IOException;

  /** Writes all of it, or throws. */
  default void writeFully(ByteBuffer source, long position) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      int written = write(source, at);
      if (written <= 0) {
        throw new IOException("nothing more could be written");
      }
      at += written;
    }
  }

  /** Fills the target, or returns false where the file ends first. */
  default boolean readFully(ByteBuffer target, long position) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int read = read(target, at);
      if (read <= 0) {
        return false;
      }
      at += read;
    }
    return true;
  }
}
