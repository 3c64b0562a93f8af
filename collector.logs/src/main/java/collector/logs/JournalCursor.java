package collector.logs;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A place in the journal, as journalctl writes it: {@code s=<sequence id>;i=<sequence
 * number>;b=<boot>;m=<monotonic>;t=<real time>;x=<hash>}, all in hexadecimal.
 */
record JournalCursor(String text) {
  private Map<String, String> parts() {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(";")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return parts;
  }

  private long number(String part) {
    try {
      return Long.parseUnsignedLong(parts().getOrDefault(part, "0"), 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** When its entry was written, microseconds since 1970. */
  long micros() {
    return number("t");
  }

  /** Whether both number their entries in the same row. */
  boolean comparable(JournalCursor other) {
    return Objects.equals(parts().get("s"), other.parts().get("s"));
  }

  /** How many entries lie between, of a comparable one that is later; never negative. */
  long entriesUntil(JournalCursor later) {
    return Math.max(0, later.number("i") - number("i") - 1);
  }

  /** Whether it lies behind another one: by number, else by time. */
  boolean after(JournalCursor other) {
    return comparable(other) ? number("i") > other.number("i") : micros() > other.micros();
  }
}
