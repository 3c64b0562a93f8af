package sink.postgres.write;

import java.nio.charset.StandardCharsets;

/**
 * Text that PostgreSQL can hold: Unicode without the zero character and without half a character.
 */
final class Strings {
  private static final char REPLACEMENT = '\ufffd';

  /** Three of them fit into one entry of a b-tree, which takes 2704 bytes. */
  private static final int MAX_NAME_BYTES = 800;

  private Strings() {}

  /** Whether it can be stored as it is. */
  static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c) && !paired(text, i++)) {
        return false;
      }
    }
    return true;
  }

  private static boolean paired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /**
   * Its UTF-8 bytes.
   *
   * @param what it is, for the message
   * @throws UnstorableException if it cannot be stored
   */
  static byte[] utf8(String what, String text) throws UnstorableException {
    return check(what, text).getBytes(StandardCharsets.UTF_8);
  }

  /** The text itself; see {@link #utf8}. */
  static String check(String what, String text) throws UnstorableException {
    if (!storable(text)) {
      throw new UnstorableException(
          what
              + " contains a zero character or half a surrogate pair, which PostgreSQL cannot"
              + " hold");
    }
    return text;
  }

  /** A name that is looked up, and therefore not too long for an index; see {@link #utf8}. */
  static String name(String what, String text) throws UnstorableException {
    if (utf8(what, text).length > MAX_NAME_BYTES) {
      throw new UnstorableException("%s is longer than %d bytes".formatted(what, MAX_NAME_BYTES));
    }
    return text;
  }

  /** The text with U+FFFD for each character that cannot be stored. */
  static String readable(String text) {
    if (storable(text)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c) && !paired(text, i)) {
        clean.append(REPLACEMENT);
      } else {
        clean.append(c);
        if (Character.isSurrogate(c)) {
          clean.append(text.charAt(++i));
        }
      }
    }
    return clean.toString();
  }
}
