package monitor.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file operations that the journal needs: a seam where tests let a disk fail. May be called
 * from any thread.
 */
public interface Store {
  /** The files of the operating system. */
  static Store disk() {
    return new DiskStore();
  }

  /** Creates a folder and those above it; does nothing where it exists. */
  void createFolder(Path folder) throws IOException;

  /** Plain files in a folder, in no order. */
  List<Path> list(Path folder) throws IOException;

  /** Creates a file for writing and reading; a file of that name is emptied. */
  StoreFile create(Path file) throws IOException;

  /** Opens a file for reading. */
  StoreFile open(Path file) throws IOException;

  /** Opens a file for reading and writing. */
  StoreFile change(Path file) throws IOException;

  /** Renames atomically; a file of the new name is replaced. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file; does nothing where there is none. */
  void delete(Path file) throws IOException;

  /** Makes names created, renamed and deleted in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  /** Bytes that may still be written on the file system of this folder. */
  long usableBytes(Path folder) throws IOException;

  /**
   * Takes a lock that no other process can take, until it is closed.
   *
   * @throws IOException if another holds it
   */
  Closeable lock(Path file) throws IOException;
}
