package monitor.runtime.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A file in memory that knows which of its bytes a power loss would leave. */
final class MemoryFile {
  private byte[] content = new byte[0];
  private byte[] durable = new byte[0];
  private List<Change> pending = new ArrayList<>();

  /** A write, or with null bytes a truncation. */
  private record Change(long position, byte @Nullable [] bytes) {
    int length() {
      return bytes == null ? 0 : bytes.length;
    }

    byte[] apply(byte[] to, int length) {
      if (bytes == null) {
        return Arrays.copyOf(to, (int) Math.min(position, to.length));
      }
      byte[] changed = Arrays.copyOf(to, (int) Math.max(to.length, position + length));
      System.arraycopy(bytes, 0, changed, (int) position, length);
      return changed;
    }
  }

  byte[] content() {
    return content;
  }

  void replace(byte[] bytes) {
    content = bytes;
    durable = bytes;
    pending.clear();
  }

  void write(long position, byte[] bytes) {
    Change change = new Change(position, bytes);
    content = change.apply(content, bytes.length);
    pending.add(change);
  }

  void truncate(long size) {
    Change change = new Change(size, null);
    content = change.apply(content, 0);
    pending.add(change);
  }

  void force() {
    for (Change change : pending) {
      durable = change.apply(durable, change.length());
    }
    pending.clear();
  }

  /** As Linux does it: the pages count as clean, and a later fsync does not write them. */
  void forceFailed() {
    pending.clear();
  }

  /** Any part of what was not forced may have reached the disk, in any order. */
  void losePower(RandomGenerator random) {
    int style = random.nextInt(3);
    for (Change change : pending) {
      int part = random.nextInt(change.length() + 1);
      int length =
          switch (style) {
            case 0 -> 0;
            case 1 -> change.length();
            default -> random.nextBoolean() ? part : change.length();
          };
      if (style < 2 || random.nextBoolean()) {
        durable = change.apply(durable, length);
      }
    }
    replace(durable);
  }

  long size() {
    return content.length;
  }
}
