package monitor.runtime.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;

/** Writes the describing part of a record, big-endian; {@link MetaReader} is its counterpart. */
final class MetaWriter {
  private byte[] bytes = new byte[256];
  private int length;

  MetaWriter putByte(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  MetaWriter putInt(int value) {
    return putByte(value >>> 24).putByte(value >>> 16).putByte(value >>> 8).putByte(value);
  }

  MetaWriter putLong(long value) {
    return putInt((int) (value >>> 32)).putInt((int) value);
  }

  MetaWriter putBytes(byte[] value) {
    putInt(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  MetaWriter putText(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Null is written as the length -1. */
  MetaWriter putNullableText(@Nullable String value) {
    return value == null ? putInt(-1) : putText(value);
  }

  MetaWriter putEpoch(Epoch epoch) {
    return putLong(epoch.ordinal()).putText(epoch.random());
  }

  int length() {
    return length;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }
}
