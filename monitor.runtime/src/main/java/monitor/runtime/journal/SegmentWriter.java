package monitor.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Adds records to a segment through a direct buffer that all segments share. Used by the writer
 * thread alone. After an exception it must not be used again, but for {@link #abandon}.
 */
final class SegmentWriter implements Closeable {
  private final Segment segment;
  private final StoreFile file;
  private final ByteBuffer staging;
  private long written;

  SegmentWriter(Segment segment, StoreFile file, ByteBuffer staging) {
    this.segment = segment;
    this.file = file;
    this.staging = staging;
    staging.clear();
  }

  Segment segment() {
    return segment;
  }

  /** Bytes of entries in it. */
  long dataBytes() {
    return segment.end() - segment.dataOffset();
  }

  /** Adds a record to the group that the next {@link #commit} makes durable. */
  Location put(Packed record, long serial) throws IOException {
    long offset = written + staging.position();
    if (staging.remaining() < Frame.BYTES) {
      flush();
    }
    record.frame(offset, serial, segment.end()).put(staging, segment.id());
    copy(ByteBuffer.wrap(record.meta()));
    copy(record.body().duplicate());
    return new Location(segment.id(), offset);
  }

  private void copy(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      if (!staging.hasRemaining()) {
        flush();
      }
      int bytes = Math.min(staging.remaining(), source.remaining());
      staging.put(staging.position(), source, source.position(), bytes);
      staging.position(staging.position() + bytes);
      source.position(source.position() + bytes);
    }
  }

  /** Leaves the buffer empty also after a failure, since the other lane uses it next. */
  private void flush() throws IOException {
    staging.flip();
    int bytes = staging.remaining();
    try {
      file.writeFully(staging, written);
    } finally {
      staging.clear();
    }
    written += bytes;
    segment.fileBytes(written);
  }

  /** Makes the group durable and visible. */
  void commit() throws IOException {
    flush();
    file.force();
    segment.end(written);
  }

  /** Gives up after a failure: what was not durable is cut off, as well as that can be done. */
  void abandon() throws IOException {
    staging.clear();
    try (file) {
      file.truncate(segment.end());
      segment.fileBytes(segment.end());
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
