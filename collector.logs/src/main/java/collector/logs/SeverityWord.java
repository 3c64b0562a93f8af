package collector.logs;

import monitor.api.event.Severity;

/**
 * Finds what a line says of its severity: a level word such as {@code ERROR} near the start of the
 * line. A word in lower case counts only where it is marked as a level, {@code [warn]}, {@code
 * error:} or {@code level=info}, because it may as well be a part of the message.
 */
final class SeverityWord {
  /** How many bytes of a line are looked at. */
  static final int REACH = 80;

  private static final int SHORTEST = 4;

  /** Whether a byte can be the first of a level word, in either case. */
  private static final boolean[] FIRST = new boolean[128];

  private static final Word[] WORDS = {
    new Word("INFO", Severity.INFO),
    new Word("ERROR", Severity.ERROR),
    new Word("WARN", Severity.WARN),
    new Word("WARNING", Severity.WARN),
    new Word("DEBUG", Severity.DEBUG),
    new Word("TRACE", Severity.TRACE),
    new Word("FATAL", Severity.FATAL),
    new Word("CRITICAL", Severity.FATAL),
    new Word("CRIT", Severity.FATAL),
    new Word("EMERG", Severity.FATAL),
    new Word("ALERT", Severity.FATAL),
    new Word("PANIC", Severity.FATAL),
    new Word("SEVERE", Severity.ERROR),
    new Word("NOTICE", Severity.INFO),
  };

  static {
    for (Word word : WORDS) {
      FIRST[word.upper[0]] = true;
      FIRST[word.upper[0] | 0x20] = true;
    }
  }

  private record Word(byte[] upper, Severity severity) {
    Word(String text, Severity severity) {
      this(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), severity);
    }
  }

  private SeverityWord() {}

  /** The severity of the line between two indexes of a block. */
  static Severity of(byte[] block, int from, int to) {
    int end = Math.min(to, from + REACH);
    boolean boundary = true;
    for (int i = from; i <= end - SHORTEST; i++) {
      byte b = block[i];
      if (boundary && b > 0 && FIRST[b]) {
        Severity found = at(block, i, from, to);
        if (found != Severity.UNSPECIFIED) {
          return found;
        }
      }
      boundary = !letter(b);
    }
    return Severity.UNSPECIFIED;
  }

  private static Severity at(byte[] block, int at, int from, int to) {
    for (Word word : WORDS) {
      int end = at + word.upper.length;
      if (end <= to && matches(block, at, word.upper) && (end == to || !letter(block[end]))) {
        boolean upper = block[at] < 'a';
        return upper || marked(block, at, end, from, to) ? word.severity : Severity.UNSPECIFIED;
      }
    }
    return Severity.UNSPECIFIED;
  }

  private static boolean matches(byte[] block, int at, byte[] upper) {
    int lower = block[at] & 0x20;
    for (int i = 0; i < upper.length; i++) {
      if (block[at + i] != (upper[i] | lower)) {
        return false;
      }
    }
    return true;
  }

  private static boolean marked(byte[] block, int at, int end, int from, int to) {
    int before = at > from ? block[at - 1] : ' ';
    int after = end < to ? block[end] : ' ';
    return after == ':' || after == ']' || after == '>' || before == '=' || before == '"';
  }

  private static boolean letter(byte b) {
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_';
  }
}
