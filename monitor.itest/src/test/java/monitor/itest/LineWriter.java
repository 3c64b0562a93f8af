package monitor.itest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Appends numbered lines to a watched file, makes each durable, and only then notes it in a file of
 * its own: what is noted may never be lost. Knows nothing of the platform.
 */
final class LineWriter implements AutoCloseable {
  private static final long PAUSE_NANOS = 200_000;

  private final Path watched;
  private final Path noted;
  private final Thread thread = new Thread(this::write, "line-writer");
  private volatile boolean stop;
  private volatile Exception failure;

  LineWriter(Path watched, Path noted) {
    this.watched = watched;
    this.noted = noted;
    thread.start();
  }

  private void write() {
    try (FileChannel lines = open(watched);
        FileChannel notes = open(noted)) {
      for (long number = 0; !stop; number++) {
        append(lines, "line-%08d of the outside writer\n".formatted(number));
        append(notes, "line-%08d\n".formatted(number));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  private static void append(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  /** How many have been noted so far. */
  int count() throws IOException {
    return noted().size();
  }

  /** What has been noted so far. */
  List<String> noted() throws IOException {
    return Files.exists(noted) ? Files.readAllLines(noted) : List.of();
  }

  /** Ends the writing. */
  @Override
  public void close() throws Exception {
    stop = true;
    thread.join();
    if (failure != null) {
      throw failure;
    }
  }
}
