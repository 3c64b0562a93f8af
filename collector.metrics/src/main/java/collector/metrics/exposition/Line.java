package collector.metrics.exposition;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A place in one line, which moves over it; errors name the place. */
final class Line {
  private byte[] bytes = new byte[0];
  private int from;
  private int end;
  private long number;
  int at;

  /** Begins at the start of a line. */
  void begin(Lines lines) {
    bytes = lines.bytes();
    from = lines.from();
    end = lines.end();
    number = lines.number();
    at = from;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int end() {
    return end;
  }

  long number() {
    return number;
  }

  boolean atEnd() {
    return at >= end;
  }

  /** The byte here; a line feed, which no line holds, at the end. */
  byte peek() {
    return at < end ? bytes[at] : (byte) '\n';
  }

  /** Whether this byte is here; goes behind it if so. */
  boolean accept(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  void expect(char wanted) throws ExpositionException {
    if (!accept(wanted)) {
      throw error("expected '%s' but found %s".formatted(wanted, found()));
    }
  }

  /** Goes behind blanks and tabs; false if there were none. */
  boolean blanks() {
    int begin = at;
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
    return at > begin;
  }

  /** Goes to the next blank or the end, and gives where the word began. */
  int word() {
    int begin = at;
    while (at < end && bytes[at] != ' ' && bytes[at] != '\t') {
      at++;
    }
    return begin;
  }

  /** Goes behind a name; colons belong to names of metrics only. */
  void name(boolean colons) throws ExpositionException {
    int begin = at;
    while (at < end && isNameByte(bytes[at], colons, at > begin)) {
      at++;
    }
    if (at == begin) {
      throw error("expected a name but found " + found());
    }
  }

  private static boolean isNameByte(byte b, boolean colons, boolean digits) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b == '_'
        || colons && b == ':'
        || digits && b >= '0' && b <= '9';
  }

  /** What is here, for a message. */
  String found() {
    byte b = peek();
    if (atEnd()) {
      return "the end of the line";
    }
    return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "the byte 0x%02x".formatted(b);
  }

  /** An error at this place. */
  ExpositionException error(String sentence) {
    return errorAt(at, sentence);
  }

  ExpositionException errorAt(int place, String sentence) {
    return new ExpositionException(number, place - from + 1, sentence);
  }

  /** Part of the line in ASCII. */
  String ascii(int begin, int stop) {
    return new String(bytes, begin, stop - begin, StandardCharsets.ISO_8859_1);
  }

  /**
   * Part of the line as text.
   *
   * @throws ExpositionException if it is not UTF-8
   */
  String utf8(int begin, int stop) throws ExpositionException {
    ByteBuffer part = ByteBuffer.wrap(bytes, begin, stop - begin);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw errorAt(part.position(), "this is not UTF-8");
    }
  }
}
