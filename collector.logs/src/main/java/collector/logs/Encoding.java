package collector.logs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import monitor.api.event.Text;

/** How the characters of a file are written, and where its lines end. */
enum Encoding {
  /** Bytes are kept as they are, also where they are not UTF-8. Lines end with LF or CR LF. */
  UTF_8("utf-8", 1),
  /** ISO 8859-1. */
  LATIN_1("latin-1", 1),
  /** UTF-16, the lower byte first. */
  UTF_16LE("utf-16le", 2),
  /** UTF-16, the higher byte first. */
  UTF_16BE("utf-16be", 2);

  private final String key;
  private final int unit;

  Encoding(String key, int unit) {
    this.key = key;
    this.unit = unit;
  }

  /** As it is written in a configuration. */
  String key() {
    return key;
  }

  /** Bytes of a code unit. */
  int unit() {
    return unit;
  }

  /** Whether two bytes that follow one another are this character. */
  boolean is(char wanted, byte first, byte second) {
    return switch (this) {
      case UTF_8, LATIN_1 -> first == wanted;
      case UTF_16LE -> first == wanted && second == 0;
      case UTF_16BE -> first == 0 && second == wanted;
    };
  }

  /** As UTF-8; a surrogate without its pair becomes three bytes that tell it, and are no UTF-8. */
  Text text(byte[] block, int from, int length) {
    return switch (this) {
      case UTF_8 -> Text.slice(block, from, length);
      case LATIN_1 -> Text.of(new String(block, from, length, StandardCharsets.ISO_8859_1));
      case UTF_16LE, UTF_16BE -> wide(block, from, length);
    };
  }

  private Text wide(byte[] block, int from, int length) {
    StringBuilder text = new StringBuilder(length / 2);
    for (int i = from; i + 1 < from + length; i += 2) {
      int low = block[this == UTF_16LE ? i : i + 1] & 0xff;
      int high = block[this == UTF_16LE ? i + 1 : i] & 0xff;
      text.append((char) (high << 8 | low));
    }
    if (!text.isEmpty() && text.charAt(0) == '\ufeff') {
      text.deleteCharAt(0);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    text.codePoints().forEach(point -> write(point, out));
    byte[] bytes = out.toByteArray();
    return Text.slice(bytes, 0, bytes.length);
  }

  private static void write(int point, ByteArrayOutputStream out) {
    if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      out.write(0xe0 | point >> 12);
      out.write(0x80 | point >> 6 & 0x3f);
      out.write(0x80 | point & 0x3f);
    } else {
      out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
    }
  }
}
