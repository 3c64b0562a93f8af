package monitor.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Files with a secret: only their owner may read them. */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private PrivateFile() {}

  /**
   * Reads a file that nobody else may read. As PostgreSQL has it, a group may read what root owns
   * (mode 0640), for services that do not run as root.
   *
   * @throws IOException if it cannot be read, or others may; the message names file and mode
   */
  public static String read(Path file) throws IOException {
    check(file);
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static void check(Path file) throws IOException {
    if (!posix(file)) {
      return;
    }
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    Set<PosixFilePermission> mode = attributes.permissions();
    boolean shared =
        mode.contains(PosixFilePermission.GROUP_READ)
            && !attributes.owner().getName().equals("root");
    if (shared || mode.stream().anyMatch(OF_OTHERS::contains)) {
      throw new IOException(
          "%s holds a secret and could be read by others (%s): chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(mode), file));
    }
  }

  /**
   * Replaces a file, complete or not at all: written aside with mode 0600, forced to disk, renamed.
   * Folders that are missing are made with mode 0700.
   */
  public static void write(Path file, String text) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder, mode(folder, "rwx------"));
    Path aside = folder.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(aside);
    Files.createFile(aside, mode(folder, "rw-------"));
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
      ByteBuffer rest = StandardCharsets.UTF_8.encode(text);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] mode(Path folder, String text) {
    return posix(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }
}
