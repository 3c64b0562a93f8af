package monitor.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What a look at a file shows without reading it; equal while nobody wrote to it.
 *
 * @param bytes size
 * @param modifiedMillis when it was written last
 * @param key what the file system calls it: another one after a rename over it
 */
record DroppedFile(long bytes, long modifiedMillis, String key) {
  /** Looks at a file; empty if it is gone or no regular file. */
  static Optional<DroppedFile> look(Path file) {
    try {
      BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
      return a.isRegularFile()
          ? Optional.of(
              new DroppedFile(
                  a.size(), a.lastModifiedTime().toMillis(), String.valueOf(a.fileKey())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
