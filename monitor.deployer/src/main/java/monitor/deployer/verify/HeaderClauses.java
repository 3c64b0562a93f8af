package monitor.deployer.verify;

import java.util.ArrayList;
import java.util.List;

/** Splits a manifest header as OSGi Core 3.2.4 writes it: {@code name;name;attr="a,b",name}. */
final class HeaderClauses {
  private HeaderClauses() {}

  /** The names of all clauses, without attributes and directives. */
  static List<String> names(String header) {
    List<String> names = new ArrayList<>();
    for (String clause : split(header, ',')) {
      for (String part : split(clause, ';')) {
        if (part.indexOf('=') < 0 && !part.isBlank()) {
          names.add(part.strip());
        }
      }
    }
    return List.copyOf(names);
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
