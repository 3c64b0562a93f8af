package monitor.deployer.verify;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory of a zip archive (APPNOTE 4.3.12 to 4.3.16), read before the JDK reads it: so that
 * one that is made to exhaust memory, or holds what the JDK does not show, is refused.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int END64 = 0x06064b50;
  private static final int END64_LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int BYTES_PER_ENTRY = 500;
  private static final int LINK = 0xA000;
  private static final int TYPE = 0xF000;

  private final FileChannel file;
  private final JarLimits limits;

  private ZipDirectory(FileChannel file, JarLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /** Where it is, and where its end record begins. */
  private record Place(long entries, long bytes, long offset, long end) {}

  /**
   * Refuses a directory that is longer than the limits allow, entries that share their bytes, and
   * symbolic links.
   *
   * @throws EOFException if it is not there, or points outside of the file
   */
  static void check(Path file, JarLimits limits) throws PluginRefused, IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      new ZipDirectory(channel, limits).check();
    }
  }

  private void check() throws PluginRefused, IOException {
    Place place = place();
    if (place.entries() < 0 || place.entries() > limits.entries()) {
      throw new PluginRefused(
          "it has %,d entries, and at most %,d are allowed"
              .formatted(place.entries(), limits.entries()));
    }
    if (place.bytes() < 0 || place.bytes() > (long) limits.entries() * BYTES_PER_ENTRY) {
      throw new PluginRefused(
          "its directory has %,d bytes, more than %,d entries need"
              .formatted(place.bytes(), limits.entries()));
    }
    ByteBuffer directory = read(place.offset(), Math.toIntExact(place.bytes()));
    if (place.offset() + place.bytes() != place.end()) {
      throw new PluginRefused(
          "it holds something beside its entries, so that it can be taken for another kind of file;"
              + " no build tool writes such an archive");
    }
    checkEntries(directory);
  }

  private void checkEntries(ByteBuffer directory) throws PluginRefused, IOException {
    long stored = 0;
    long inflated = 0;
    while (directory.remaining() >= ENTRY_BYTES
        && directory.getInt(directory.position()) == ENTRY) {
      int start = directory.position();
      checkLink(directory, start);
      stored += size(directory, start + 20);
      inflated += size(directory, start + 24);
      int length = ENTRY_BYTES;
      for (int field = 28; field <= 32; field += Short.BYTES) {
        length += Short.toUnsignedInt(directory.getShort(start + field));
      }
      directory.position(Math.min(directory.limit(), start + length));
    }
    if (stored > file.size()) {
      throw new PluginRefused("its entries overlap; no build tool writes such an archive");
    }
    if (inflated > limits.inflatedBytes()) {
      throw new PluginRefused("its entries inflate to more than is allowed");
    }
  }

  /** One that stands elsewhere, as it does not fit, is counted when it is read. */
  private static long size(ByteBuffer directory, int at) {
    int size = directory.getInt(at);
    return size == -1 ? 0 : Integer.toUnsignedLong(size);
  }

  /** Unix attributes, where the archive was made on Unix. */
  private static void checkLink(ByteBuffer directory, int start) throws PluginRefused {
    int mode = directory.getInt(start + 38) >>> Short.SIZE;
    if ((mode & TYPE) == LINK) {
      throw new PluginRefused("it holds a symbolic link; put the file itself into it");
    }
  }

  /** The end record comes last but for a comment of at most 65,535 bytes. */
  private Place place() throws IOException {
    int length = (int) Math.min(file.size(), END_BYTES + 0xFFFF);
    long start = file.size() - length;
    ByteBuffer tail = read(start, length);
    for (int at = length - END_BYTES; at >= 0; at--) {
      boolean ends = tail.getInt(at) == END;
      if (ends && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == length) {
        return place(tail, at, start + at);
      }
    }
    throw new EOFException("its directory is missing, or something follows it");
  }

  private Place place(ByteBuffer tail, int at, long position) throws IOException {
    if (position >= LOCATOR_BYTES) {
      ByteBuffer locator = read(position - LOCATOR_BYTES, LOCATOR_BYTES);
      if (locator.getInt(0) == END64_LOCATOR) {
        long place = locator.getLong(8);
        ByteBuffer end = read(place, 56);
        if (end.getInt(0) == END64) {
          return new Place(end.getLong(32), end.getLong(40), end.getLong(48), place);
        }
      }
    }
    return new Place(
        Short.toUnsignedLong(tail.getShort(at + 10)),
        Integer.toUnsignedLong(tail.getInt(at + 12)),
        Integer.toUnsignedLong(tail.getInt(at + 16)),
        position);
  }

  private ByteBuffer read(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > file.size() - length) {
      throw new EOFException("the directory points outside of the file");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {
      // Reads on.
    }
    return bytes.flip();
  }
}
