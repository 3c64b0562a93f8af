package monitor.cli.check;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Whether a folder can be written to, or can be made.
 *
 * @param folder that need not exist
 */
record Writable(Path folder) {
  /** A folder that is not there is made by the platform, so that the nearest one above counts. */
  List<String> problems() {
    Path nearest = folder.toAbsolutePath().normalize();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    try {
      write(nearest);
      return List.of();
    } catch (AccessDeniedException e) {
      return List.of(
          "The data folder %s cannot be written: %s belongs to another user; name another with --data"
              .formatted(folder, nearest));
    } catch (IOException e) {
      return List.of("The data folder %s cannot be written: %s".formatted(folder, e.getMessage()));
    }
  }

  /** Also to the disk, since a file system may be full or may have failed. */
  private static void write(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, ".monitor-check", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[4096]));
      channel.force(true);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
