package monitor.itest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Takes everything that a file system has of something, and gives it back. */
enum Shortage {
  /** One file that takes every free block. */
  BLOCKS {
    @Override
    void take(Path folder) throws IOException {
      try (FileChannel file = append(folder.resolve("blocks"))) {
        for (int size = 64 << 10; size > 0; size /= 2) {
          writeAll(file, size);
        }
      }
    }
  },

  /** Empty files until no more can be made. */
  INODES {
    @Override
    void take(Path folder) throws IOException {
      for (int i = 0; ; i++) {
        try {
          append(folder.resolve("inode-" + System.nanoTime() + "-" + i)).close();
        } catch (IOException full) {
          return;
        }
      }
    }
  };

  /** Takes what is free now. */
  abstract void take(Path folder) throws IOException;

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void writeAll(FileChannel file, int size) {
    try {
      while (file.write(ByteBuffer.allocate(size)) == size) {
        // Until a write is cut short or fails.
      }
    } catch (IOException full) {
      // The next smaller size may still fit.
    }
  }

  /** Gives everything back. */
  static void giveBack(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
