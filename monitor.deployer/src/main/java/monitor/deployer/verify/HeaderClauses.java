package monitor.deployer.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Splits a manifest header as OSGi Core 3.2.4 writes it: {@code name;name;attr="a,b",name}. */
public final class HeaderClauses {
  private HeaderClauses() {}

  /**
   * One clause.
   *
   * @param names its paths
   * @param attributes without quotes and types; directives are left out
   */
  public record Clause(List<String> names, Map<String, String> attributes) {
    /** Copies both. */
    public Clause {
      names = List.copyOf(names);
      attributes = Map.copyOf(attributes);
    }
  }

  /** The names of all clauses, without attributes and directives. */
  static List<String> names(String header) {
    return of(header).stream().flatMap(clause -> clause.names().stream()).toList();
  }

  /** The clauses of a header. */
  public static List<Clause> of(String header) {
    return split(header, ',').stream().map(HeaderClauses::clause).toList();
  }

  private static Clause clause(String text) {
    List<String> names = new ArrayList<>();
    Map<String, String> attributes = new HashMap<>();
    for (String part : split(text, ';')) {
      int equals = part.indexOf('=');
      if (equals < 0 && !part.isBlank()) {
        names.add(part.strip());
      } else if (equals > 0 && part.charAt(equals - 1) != ':') {
        attributes.put(
            part.substring(0, equals).strip().split(":", 2)[0],
            part.substring(equals + 1).strip().replace("\"", ""));
      }
    }
    return new Clause(names, attributes);
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
