package collector.traffic;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The names in a message of the domain name system, which may point to earlier ones (RFC 1035,
 * 4.1.4). A pointer must lead backwards, so that every chain ends; a name has at most 255 bytes.
 */
final class DnsNames {
  private static final int LONGEST = 255;
  private static final int LONGEST_LABEL = 63;

  /** Compression needs one; more are an attempt to keep us busy. */
  private static final int MOST_POINTERS = 16;

  private final ByteBuffer data;
  private final int offset;
  private final int length;
  private int after;

  DnsNames(ByteBuffer data, int offset, int length) {
    this.data = data;
    this.offset = offset;
    this.length = length;
  }

  /** Where the message begins in the buffer. */
  int offset() {
    return offset;
  }

  /** How much of the message there is. */
  int length() {
    return length;
  }

  /** Where the name that was read last ended, from the begin of the message. */
  int after() {
    return after;
  }

  /** Reads the name at a distance from the begin of the message; null if it is malformed. */
  @Nullable String read(int from) {
    StringBuilder name = new StringBuilder();
    int at = from;
    int lowest = from;
    int bytes = 0;
    int pointers = 0;
    while (at < length) {
      int size = data.get(offset + at) & 0xff;
      if (size == 0) {
        after = pointers > 0 ? after : at + 1;
        return name.isEmpty() ? "." : name.toString();
      }
      if (size <= LONGEST_LABEL) {
        bytes += size + 1;
        if (at + 1 + size > length || bytes > LONGEST) {
          return null;
        }
        append(name, at + 1, size);
        at += 1 + size;
        continue;
      }
      if (size < 0xc0 || at + 2 > length) {
        return null;
      }
      after = pointers > 0 ? after : at + 2;
      pointers++;
      at = data.getShort(offset + at) & 0x3fff;
      if (at >= lowest || pointers > MOST_POINTERS) {
        return null;
      }
      lowest = at;
    }
    return null;
  }

  private void append(StringBuilder name, int at, int size) {
    if (!name.isEmpty()) {
      name.append('.');
    }
    for (int i = 0; i < size; i++) {
      int character = data.get(offset + at + i) & 0xff;
      if (character >= 'A' && character <= 'Z') {
        name.append((char) (character + ('a' - 'A')));
      } else if (character > ' ' && character < 0x7f && character != '.' && character != '\\') {
        name.append((char) character);
      } else {
        name.append("\\%03d".formatted(character));
      }
    }
  }
}
