package monitor.deployer.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Inflates entries to nowhere: checks their checksums and, of classes, the version. */
final class EntryReader {
  private static final int CLASS_MAGIC = 0xCAFEBABE;
  private static final int CLASS_HEAD_BYTES = 8;

  private final ZipFile zip;
  private final byte[] block = new byte[64 << 10];
  private long remainingBytes;

  EntryReader(ZipFile zip, long inflatedBytes) {
    this.zip = zip;
    this.remainingBytes = inflatedBytes;
  }

  void read(ZipEntry entry) throws PluginRefused, IOException {
    CRC32 crc = new CRC32();
    long size = 0;
    try (InputStream in = zip.getInputStream(entry)) {
      int head = in.readNBytes(block, 0, block.length);
      checkClass(entry.getName(), head);
      for (int n = head; n > 0; n = in.readNBytes(block, 0, block.length)) {
        crc.update(block, 0, n);
        size += n;
        count(n);
      }
    } catch (ZipException | java.io.EOFException e) {
      throw damaged(entry, e);
    }
    if (crc.getValue() != entry.getCrc() || size != entry.getSize()) {
      throw damaged(entry, new ZipException("checksum or size differs"));
    }
  }

  private static PluginRefused damaged(ZipEntry entry, Exception cause) {
    return new PluginRefused(
        "its entry '%s' is damaged; build or copy it again".formatted(entry.getName()), cause);
  }

  private void count(int bytes) throws PluginRefused {
    remainingBytes -= bytes;
    if (remainingBytes < 0) {
      throw new PluginRefused("its entries inflate to more than is allowed");
    }
  }

  private void checkClass(String name, int length) throws PluginRefused {
    boolean versioned = name.startsWith("META-INF/");
    if (versioned || !name.endsWith(".class") || length < CLASS_HEAD_BYTES) {
      return;
    }
    if (intAt(0) != CLASS_MAGIC) {
      throw new PluginRefused("its class '%s' is damaged; build it again".formatted(name));
    }
    int feature = (intAt(4) & 0xFFFF) - 44;
    int ours = Runtime.version().feature();
    if (feature > ours) {
      throw new PluginRefused(
          "its class '%s' was compiled for Java %d, and this platform runs on Java %d; compile it with --release %d"
              .formatted(name, feature, ours, ours));
    }
  }

  private int intAt(int offset) {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | (block[offset + i] & 0xFF);
    }
    return value;
  }
}
