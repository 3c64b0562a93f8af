package monitor.config;

import java.util.List;
import java.util.Map;

/** A piece of a configuration file, with the line that it stands in. */
sealed interface Node {
  /** Counted from 1. */
  int line();

  /** Keys and what they hold, in the order of the file. */
  record Table(Map<String, Node> children, int line) implements Node {}

  /** An array of tables. */
  record Tables(List<Table> items, int line) implements Node {}

  /**
   * A value: {@code String}, {@code Long}, {@code Double}, {@code Boolean} or a {@code List} of
   * them; a date or time stands as its text.
   */
  record Value(Object value, int line) implements Node {}
}
