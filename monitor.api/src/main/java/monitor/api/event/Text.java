package monitor.api.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Text as its bytes: a slice of a block, normally UTF-8, but bytes that are not are kept as they
 * are. The block is shared, not copied, and must not be changed once a Text refers to it; it counts
 * against the byte limit of the source's buffer as long as a Text of it waits there.
 */
public final class Text {
  /** No text. */
  public static final Text EMPTY = new Text(new byte[0], 0, 0);

  private final byte[] block;
  private final int offset;
  private final int length;

  private Text(byte[] block, int offset, int length) {
    this.block = block;
    this.offset = offset;
    this.length = length;
  }

  /** The UTF-8 bytes of a string. */
  public static Text of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Text(bytes, 0, bytes.length);
  }

  /**
   * A slice of a block, without a copy.
   *
   * @param offset first byte
   * @param length number of bytes
   * @throws IndexOutOfBoundsException if the slice is not inside the block
   */
  public static Text slice(byte[] block, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, block.length);
    return new Text(block, offset, length);
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }

  /** Size of the whole block in bytes: what this slice keeps in memory. */
  public int blockLength() {
    return block.length;
  }

  /**
   * The byte at an index from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such byte
   */
  public byte byteAt(int index) {
    Objects.checkIndex(index, length);
    return block[offset + index];
  }

  /** A read-only view of the bytes. */
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(block, offset, length).slice().asReadOnlyBuffer();
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(block, offset, offset + length);
  }

  /**
   * Copies the bytes into a target, from the given position on.
   *
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public void copyTo(byte[] target, int position) {
    System.arraycopy(block, offset, target, position, length);
  }

  /**
   * The first bytes as a text of their own, without a copy.
   *
   * @param maxLength most bytes; a character that does not fit whole is cut
   * @throws IndexOutOfBoundsException if it is negative
   */
  public Text truncate(int maxLength) {
    if (maxLength < 0) {
      throw new IndexOutOfBoundsException(maxLength);
    }
    return length <= maxLength ? this : new Text(block, offset, maxLength);
  }

  /** Whether the bytes are well-formed UTF-8. */
  public boolean isUtf8() {
    for (int i = offset; i < offset + length; i++) {
      if (block[i] < 0) {
        return decodes();
      }
    }
    return true;
  }

  private boolean decodes() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(block, offset, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Text that
        && Arrays.equals(
            block, offset, offset + length, that.block, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + block[i];
    }
    return hash;
  }

  /** The readable form: what is not UTF-8 becomes U+FFFD. */
  @Override
  public String toString() {
    return new String(block, offset, length, StandardCharsets.UTF_8);
  }
}
