package monitor.itest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Appends numbered lines to a watched file at a rate, a hundred times a second, and counts them
 * once they are durable. What a line holds follows from its number, so that SQL can tell whether it
 * is the one that was written ({@link StoredLines}). Knows nothing of the platform.
 */
final class PacedWriter implements AutoCloseable {
  private static final long TICK_NANOS = 10_000_000L;
  private static final int TICKS_PER_SECOND = 100;

  private final Path watched;
  private final String name;
  private final int perSecond;
  private final Thread thread;
  private volatile long durable;
  private volatile boolean stop;
  private volatile Exception failure;

  PacedWriter(Path watched, String name, int perSecond) {
    this.watched = watched;
    this.name = name;
    this.perSecond = perSecond;
    this.thread = new Thread(this::write, "writer of " + name);
    thread.start();
  }

  private void write() {
    try (FileChannel lines =
        FileChannel.open(watched, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long start = System.nanoTime();
      for (long tick = 1; !stop; tick++) {
        append(lines, tick * perSecond / TICKS_PER_SECOND);
        LockSupport.parkNanos(start + tick * TICK_NANOS - System.nanoTime());
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void append(FileChannel lines, long until) throws IOException {
    StringBuilder text = new StringBuilder();
    for (long number = durable; number < until; number++) {
      text.append(StoredLines.line(name, number)).append('\n');
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      lines.write(bytes);
    }
    lines.force(false);
    durable = until;
  }

  /** Lines that are durable: 0 to one less than this. */
  long durable() {
    return durable;
  }

  /** Waits until so many more are durable. */
  void awaitMore(long lines) throws Exception {
    long wanted = durable + lines;
    Duration deadline = Duration.ofSeconds(60 + lines / perSecond);
    Await.until("lines of " + name, deadline, this::durable, now -> now >= wanted);
  }

  /** Ends the writing; the file stays. */
  @Override
  public void close() throws Exception {
    stop = true;
    thread.join();
    if (failure != null) {
      throw failure;
    }
  }
}
