package monitor.runtime.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link MetaWriter} wrote. Every method throws {@link BufferUnderflowException} where
 * the bytes end too early.
 */
final class MetaReader {
  private final ByteBuffer bytes;

  MetaReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  byte getByte() {
    return bytes.get();
  }

  int getInt() {
    return bytes.getInt();
  }

  long getLong() {
    return bytes.getLong();
  }

  byte[] getBytes() {
    return take(getInt());
  }

  String getText() {
    return new String(getBytes(), StandardCharsets.UTF_8);
  }

  @Nullable String getNullableText() {
    int length = getInt();
    return length < 0 ? null : new String(take(length), StandardCharsets.UTF_8);
  }

  Epoch getEpoch() {
    return new Epoch(getLong(), getText());
  }

  private byte[] take(int length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] taken = new byte[length];
    bytes.get(taken);
    return taken;
  }
}
