package collector.logs;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which file it is, whatever its name: device and inode. An inode is used again after its file is
 * gone, so whoever remembers an identity also remembers the {@link Place}, whose fingerprints tell.
 *
 * @param key device and inode as text, the key of the file's position
 */
record FileIdentity(String key) {
  /** The identity of what a path led to when its attributes were read. */
  static FileIdentity of(Path path, BasicFileAttributes attributes) {
    Object fileKey = attributes.fileKey();
    return new FileIdentity(fileKey == null ? path.toString() : fileKey.toString());
  }
}
