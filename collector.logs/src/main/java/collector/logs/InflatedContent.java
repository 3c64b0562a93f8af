package collector.logs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * The bytes of a gzip file (RFC 1952), read forwards; what was read last is kept, because an
 * unfinished line is read again. A file that is damaged or was cut off ends there.
 */
final class InflatedContent implements Content {
  private static final int STREAM_BUFFER = 16 << 10;

  private final Path path;
  private InputStream stream;
  private byte[] kept = new byte[0];
  private long keptFrom;
  private boolean ended;

  InflatedContent(Path path) throws IOException {
    this.path = path;
    this.stream = begin(path);
  }

  private static InputStream begin(Path path) throws IOException {
    InputStream file = Files.newInputStream(path);
    try {
      return new GzipMembers(file, STREAM_BUFFER);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer buffer, long from) throws IOException {
    if (from < keptFrom) {
      stream.close();
      stream = begin(path);
      kept = new byte[0];
      keptFrom = 0;
      ended = false;
    }
    skipTo(from);
    int again = again(buffer, from);
    byte[] fresh = inflate(buffer.remaining());
    buffer.put(fresh);
    keep(from, buffer, again + fresh.length);
    return again + fresh.length;
  }

  private long position() {
    return keptFrom + kept.length;
  }

  private void skipTo(long from) throws IOException {
    while (position() < from && !ended) {
      keptFrom = position();
      kept = inflate((int) Math.min(STREAM_BUFFER, from - keptFrom));
    }
  }

  private int again(ByteBuffer buffer, long from) {
    int index = (int) (from - keptFrom);
    int length = Math.min(Math.max(0, kept.length - index), buffer.remaining());
    if (length > 0) {
      buffer.put(kept, index, length);
    }
    return length;
  }

  private byte[] inflate(int most) throws IOException {
    if (ended || most == 0) {
      return new byte[0];
    }
    try {
      byte[] bytes = stream.readNBytes(most);
      ended = bytes.length < most;
      return bytes;
    } catch (EOFException | ZipException e) {
      ended = true;
      return new byte[0];
    }
  }

  private void keep(long from, ByteBuffer buffer, int length) {
    if (from + length < position()) {
      return;
    }
    kept = new byte[length];
    buffer.get(buffer.position() - length, kept);
    keptFrom = from;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
