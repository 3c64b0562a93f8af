package monitor.runtime.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;

/** Writes the describing part of a record, big-endian; {@link MetaReader} is its counterpart. */
final class MetaWriter {
  private ByteBuffer bytes = ByteBuffer.allocate(512);

  MetaWriter putByte(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  MetaWriter putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  MetaWriter putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  MetaWriter putBytes(byte[] value) {
    putInt(value.length);
    room(value.length).put(value);
    return this;
  }

  MetaWriter putText(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as they are, without their length. */
  MetaWriter put(byte[] value) {
    room(value.length).put(value);
    return this;
  }

  /** Bytes so far. */
  int size() {
    return bytes.position();
  }

  /** Null is written as the length -1. */
  MetaWriter putNullableText(@Nullable String value) {
    return value == null ? putInt(-1) : putText(value);
  }

  MetaWriter putEpoch(Epoch epoch) {
    return putLong(epoch.ordinal()).putText(epoch.random());
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int least = Math.addExact(bytes.position(), more);
      bytes = ByteBuffer.allocate(Math.max(bytes.capacity() * 2, least)).put(bytes.flip());
    }
    return bytes;
  }
}
