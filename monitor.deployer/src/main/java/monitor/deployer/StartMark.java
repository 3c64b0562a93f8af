package monitor.deployer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Says which plugin is being started, for the process after this one. It is a page of memory that
 * is shared with a file: it outlives the process, not a loss of power, which no plugin has caused,
 * and no start waits for the disk. For the deployer's thread.
 */
final class StartMark {
  private static final int BYTES = 512;

  private final Optional<String> left;
  private final MappedByteBuffer page;

  /**
   * Reads what the process before this one left.
   *
   * @throws IOException if the file cannot be written
   */
  StartMark(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      page = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
    }
    left = read();
    clear();
  }

  private Optional<String> read() {
    byte[] bytes = new byte[BYTES];
    page.get(0, bytes);
    int end = 0;
    while (end < BYTES && bytes[end] != 0) {
      end++;
    }
    return end == 0
        ? Optional.empty()
        : Optional.of(new String(bytes, 0, end, StandardCharsets.UTF_8));
  }

  /** The plugin that was being started when the process before this one ended. */
  Optional<String> left() {
    return left;
  }

  void set(String plugin) {
    page.put(0, Arrays.copyOf(plugin.getBytes(StandardCharsets.UTF_8), BYTES));
  }

  void clear() {
    page.put(0, new byte[BYTES]);
  }
}
