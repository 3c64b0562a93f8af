package bench.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Log lines at an even rate, a hundred times a second. */
public final class LiveLines implements AutoCloseable {
  private static final long TICK_NANOS = 10_000_000L;

  private final Path file;
  private final int perSecond;
  private final Thread thread = new Thread(this::write, "live lines");
  private final List<Tick> ticks = new ArrayList<>();
  private volatile boolean stop;
  private volatile long written;

  /** Begins at once. */
  public LiveLines(Path file, int perSecond) {
    this.file = file;
    this.perSecond = perSecond;
    thread.start();
  }

  /**
   * A moment at which lines were written.
   *
   * @param lines how many there were after it
   * @param nanos when the write was called, {@link System#nanoTime}
   */
  public record Tick(long lines, long nanos) {}

  private void write() {
    SplittableRandom random = new SplittableRandom(42);
    try (OutputStream out = Files.newOutputStream(file)) {
      long start = System.nanoTime();
      for (long tick = 1; !stop; tick++) {
        StringBuilder text = new StringBuilder();
        for (long until = tick * perSecond / 100; written < until; written++) {
          text.append(line(written, random));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        note(new Tick(written, System.nanoTime()));
        out.write(bytes);
        LockSupport.parkNanos(start + tick * TICK_NANOS - System.nanoTime());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void note(Tick tick) {
    ticks.add(tick);
  }

  /** Those ticks from a number on, counted from 0. */
  public synchronized List<Tick> ticks(int from) {
    return List.copyOf(ticks.subList(from, ticks.size()));
  }

  private static String line(long i, SplittableRandom random) {
    return "2026-01-01T00:00:%02d.%03dZ INFO [worker-%d] request /api/v1/items/%08x took %d ms\n"
        .formatted(i / 1000 % 60, i % 1000, i % 8, random.nextInt(), random.nextInt(500));
  }

  /** How many there are. */
  public long written() {
    return written;
  }

  @Override
  public void close() throws InterruptedException {
    stop = true;
    thread.join();
  }
}
