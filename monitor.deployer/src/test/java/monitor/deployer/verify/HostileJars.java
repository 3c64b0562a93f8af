package monitor.deployer.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Archives that no build tool writes, byte by byte. */
public final class HostileJars {
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int count;

  /** A local entry. */
  private record Local(int offset, int crc, int stored, int inflated) {}

  /** An archive with these texts, each after its name. */
  public static HostileJars with(String... namesAndTexts) {
    HostileJars jar = new HostileJars();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      jar.add(namesAndTexts[i], namesAndTexts[i + 1], 0);
    }
    return jar;
  }

  /** Adds an entry with a Unix mode. */
  public HostileJars add(String name, String text, int mode) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    list(name, local(name, content), mode);
    return this;
  }

  /** Adds zeros once, and lists them so many times. */
  public HostileJars bomb(int megabytes, int times) {
    Local zeros = local("zeros-0", new byte[megabytes << 20]);
    for (int i = 0; i < times; i++) {
      list("zeros-" + i, zeros, 0);
    }
    return this;
  }

  /** Lists one small entry so many times, each with a name of its own. */
  public HostileJars crowd(int times) {
    Local one = local("0", new byte[0]);
    for (int i = 0; i < times; i++) {
      list(Integer.toString(i), one, 0);
    }
    return this;
  }

  private Local local(String name, byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] block = new byte[64 << 10];
    while (!deflater.finished()) {
      packed.write(block, 0, deflater.deflate(block));
    }
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(content);
    Local local = new Local(entries.size(), (int) crc.getValue(), packed.size(), content.length);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = buffer(30).putInt(0x04034b50).putShort((short) 20).putShort((short) 0x800);
    sizes(head.putShort((short) 8).putInt(0), local)
        .putShort((short) bytes.length)
        .putShort((short) 0);
    entries.writeBytes(head.array());
    entries.writeBytes(bytes);
    entries.writeBytes(packed.toByteArray());
    return local;
  }

  private static ByteBuffer sizes(ByteBuffer head, Local local) {
    return head.putInt(local.crc()).putInt(local.stored()).putInt(local.inflated());
  }

  private void list(String name, Local local, int mode) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = buffer(46).putInt(0x02014b50).putShort((short) (3 << 8 | 20));
    head.putShort((short) 20).putShort((short) 0x800).putShort((short) 8).putInt(0);
    sizes(head, local).putShort((short) bytes.length).putShort((short) 0).putShort((short) 0);
    head.putShort((short) 0).putShort((short) 0).putInt(mode << 16).putInt(local.offset());
    directory.writeBytes(head.array());
    directory.writeBytes(bytes);
    count++;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The archive. */
  public byte[] bytes() throws IOException {
    return bytes(count);
  }

  /** The archive, whose end says that it has so many entries. */
  public byte[] bytes(long said) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    entries.writeTo(all);
    directory.writeTo(all);
    if (said > 0xFFFE) {
      long end = all.size();
      ByteBuffer end64 = buffer(56).putInt(0x06064b50).putLong(44).putShort((short) 45);
      end64.putShort((short) 45).putInt(0).putInt(0).putLong(said).putLong(said);
      all.writeBytes(end64.putLong(directory.size()).putLong(entries.size()).array());
      all.writeBytes(buffer(20).putInt(0x07064b50).putInt(0).putLong(end).putInt(1).array());
    }
    short few = (short) Math.min(said, 0xFFFF);
    ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0).putShort(few).putShort(few);
    all.writeBytes(end.putInt(directory.size()).putInt(entries.size()).putShort((short) 0).array());
    return all.toByteArray();
  }
}
