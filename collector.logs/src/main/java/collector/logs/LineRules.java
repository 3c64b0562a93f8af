package collector.logs;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What makes events of the bytes of a file.
 *
 * @param encoding how characters are written
 * @param lineEnd the character that ends a line: LF or CR
 * @param maxLine most bytes of a record
 * @param continuation which lines go on with the record before; null if each line is a record
 * @param format what finds fields in a record; null for none
 * @param bodyField the field whose text becomes the body; empty: the body is the record
 */
record LineRules(
    Encoding encoding,
    char lineEnd,
    int maxLine,
    @Nullable Continuation continuation,
    @Nullable LineFormat format,
    String bodyField) {
  /** Lines of UTF-8 as they are. */
  static LineRules plain(int maxLine) {
    return new LineRules(Encoding.UTF_8, '\n', maxLine, null, null, "");
  }

  /** Whether the code unit at an index is a line end. */
  boolean isLineEnd(ByteBuffer bytes, int index) {
    return encoding.is(lineEnd, bytes.get(index), encoding.unit() == 1 ? 0 : bytes.get(index + 1));
  }
}
