package monitor.itest.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** One writer: a log file that it appends to, and that is rotated now and then. */
final class WatchedLog implements AutoCloseable {
  private final int writer;
  private final Mint mint;
  private final RotatedLog files;
  private FileChannel channel;
  private int generation;
  private long next;
  private long first;
  private boolean late;

  WatchedLog(Path folder, int writer, Mint mint, StoredFiles stored) throws IOException {
    this.writer = writer;
    this.mint = mint;
    this.files = new RotatedLog(folder.resolve("w%02d.log".formatted(writer)), stored);
    this.channel = open(files.current());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  int writer() {
    return writer;
  }

  long next() {
    return next;
  }

  /** Writes lines, torn at any byte as writers with a buffer do, and makes them durable. */
  void write(int count, SplittableRandom random) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      lines.writeBytes(mint.line(writer, generation, next++));
      lines.write('\n');
    }
    ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
    int torn = random.nextInt(bytes.capacity());
    writeFully(bytes.limit(torn));
    writeFully(bytes.limit(bytes.capacity()));
    channel.force(false);
    beginAnewIfLate();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Lines after it are those of another file. */
  void rotate(Rotation how) throws IOException {
    beginAnewIfLate();
    switch (how) {
      case RENAME -> {
        files.rename(suffix());
        beginAnew();
      }
      case SHIFT -> {
        files.shift(suffix());
        beginAnew();
      }
      case LATE -> {
        files.rename(suffix());
        late = true;
      }
      case COPY_TRUNCATE -> {
        files.copy(suffix());
        channel.truncate(0);
        nextGeneration();
      }
      case LINK -> {
        Path next = files.next(suffix());
        channel.close();
        channel = open(next);
        files.lead(next);
        nextGeneration();
      }
      case COMPRESS -> files.compress();
      case DELETE -> files.delete();
    }
  }

  private String suffix() {
    return "%04d".formatted(generation);
  }

  private void beginAnewIfLate() throws IOException {
    if (late) {
      late = false;
      beginAnew();
    }
  }

  private void beginAnew() throws IOException {
    channel.close();
    channel = open(files.current());
    nextGeneration();
  }

  private void nextGeneration() {
    files.ended("%02d.%s".formatted(writer, suffix()), next - first);
    generation++;
    first = next;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
