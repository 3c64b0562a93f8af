package collector.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file, as its writer wrote them. */
interface Content extends Closeable {
  /**
   * Reads what follows an offset, as far as there is room in the buffer.
   *
   * @return how many bytes; 0 at the end
   */
  int read(ByteBuffer buffer, long from) throws IOException;

  /** How many bytes there are by now; 0 if that is not known. */
  long size() throws IOException;

  /** Opens a file; one that rotation has compressed is inflated. */
  static Content open(Path path) throws IOException {
    return compressed(path)
        ? new InflatedContent(path)
        : new Plain(FileChannel.open(path, StandardOpenOption.READ));
  }

  /** Whether it has the name of a compressed file. */
  static boolean compressed(Path path) {
    return path.toString().endsWith(".gz");
  }

  /** As they lie in the file. */
  record Plain(FileChannel channel) implements Content {
    @Override
    public int read(ByteBuffer buffer, long from) throws IOException {
      int total = 0;
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, from + total);
        if (read <= 0) {
          break;
        }
        total += read;
      }
      return total;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
