package monitor.itest.upgrade;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Replaces texts in the constants of a class file (JVMS 4.4): names, descriptors and strings. */
final class ConstantPool {
  private static final int UTF8 = 1;

  private ConstantPool() {}

  /** The class with other texts; both sides of the map are ASCII. */
  static byte[] replace(byte[] classFile, Map<String, String> texts) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length + 256);
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(in.readNBytes(8));
    int count = in.readUnsignedShort();
    out.writeShort(count);
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == UTF8) {
        byte[] text = replace(in.readNBytes(in.readUnsignedShort()), texts, out);
        out.write(text);
      } else {
        out.write(in.readNBytes(size(tag)));
        // A long or a double takes two places.
        i += tag == 5 || tag == 6 ? 1 : 0;
      }
    }
    in.transferTo(out);
    return bytes.toByteArray();
  }

  private static byte[] replace(byte[] text, Map<String, String> texts, DataOutputStream out)
      throws IOException {
    String changed = new String(text, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> one : texts.entrySet()) {
      changed = changed.replace(one.getKey(), one.getValue());
    }
    byte[] bytes = changed.getBytes(StandardCharsets.ISO_8859_1);
    out.writeShort(bytes.length);
    return bytes;
  }

  private static int size(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new IllegalArgumentException("no constant has the tag " + tag);
    };
  }
}
