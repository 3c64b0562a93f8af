package collector.logs;

/** Pairs {@code name=value} or {@code name="value with \"quotes\""}, separated by blanks. */
final class LogfmtFormat implements LineFormat {
  private final TimeStamps times;

  LogfmtFormat(TimeStamps times) {
    this.times = times;
  }

  @Override
  public boolean read(String line, Fields fields) {
    int at = 0;
    boolean any = false;
    while (at < line.length()) {
      if (line.charAt(at) == ' ') {
        at++;
        continue;
      }
      int end = at;
      while (end < line.length() && line.charAt(end) != '=' && line.charAt(end) != ' ') {
        end++;
      }
      String name = line.substring(at, end);
      if (end == line.length() || line.charAt(end) == ' ') {
        fields.put(name, true);
        at = end;
        continue;
      }
      StringBuilder value = new StringBuilder();
      at = value(line, end + 1, value);
      if (at < 0 || name.isEmpty()) {
        return false;
      }
      any = true;
      accept(name, value.toString(), fields);
    }
    return any;
  }

  private void accept(String name, String value, Fields fields) {
    switch (name) {
      case "level", "lvl", "severity" -> fields.level(value);
      case "time", "ts", "timestamp" -> fields.time(times.parse(value));
      default -> {}
    }
    fields.put(name, value);
  }

  /** The index behind a value; -1 if its quotes do not end. */
  private static int value(String line, int from, StringBuilder value) {
    if (from >= line.length() || line.charAt(from) != '"') {
      int end = line.indexOf(' ', from);
      value.append(line, from, end < 0 ? line.length() : end);
      return end < 0 ? line.length() : end;
    }
    for (int i = from + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        c = unescaped(line.charAt(i));
      }
      value.append(c);
    }
    return -1;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
