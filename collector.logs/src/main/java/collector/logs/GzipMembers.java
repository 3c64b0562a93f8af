package collector.logs;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Inflates a gzip stream (RFC 1952) of however many members. The one of the JDK calls itself for
 * each further member, so that a few kilobytes of empty ones overflow its stack; this one is called
 * back, and loops instead. Used by one thread. The runtime has the same for batches: a plugin sees
 * nothing but the API, in which this has no place.
 */
final class GzipMembers extends GZIPInputStream {
  private boolean reading;

  GzipMembers(InputStream compressed, int bufferBytes) throws IOException {
    super(compressed, bufferBytes);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (reading) {
      return 0;
    }
    reading = true;
    try {
      int read;
      do {
        read = super.read(into, from, length);
      } while (read == 0 && length > 0);
      return read;
    } finally {
      reading = false;
    }
  }
}
