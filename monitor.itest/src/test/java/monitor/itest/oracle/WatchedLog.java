package monitor.itest.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** One writer: a log file that it appends to, and now and then renames and begins anew. */
final class WatchedLog implements AutoCloseable {
  private final int writer;
  private final Path file;
  private final Mint mint;
  private FileChannel channel;
  private int generation;
  private long next;

  WatchedLog(Path folder, int writer, Mint mint) throws IOException {
    this.writer = writer;
    this.file = folder.resolve("w%02d.log".formatted(writer));
    this.mint = mint;
    this.channel = open(file);
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
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Renames the file and begins a new one under the old name. */
  void rotate() throws IOException {
    channel.close();
    String name = "%s.%04d".formatted(file.getFileName(), generation);
    Files.move(file, file.resolveSibling(name));
    generation++;
    channel = open(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
