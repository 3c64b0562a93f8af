package monitor.runtime.batch;

import java.io.ByteArrayOutputStream;

/** A growing array of bytes whose array can be read without a copy. Not thread safe. */
final class ByteBlock extends ByteArrayOutputStream {
  ByteBlock(int capacity) {
    super(capacity);
  }

  /** The array, valid up to {@link #size()} and until the next write. */
  byte[] array() {
    return buf;
  }
}
