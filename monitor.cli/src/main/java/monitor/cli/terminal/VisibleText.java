package monitor.cli.terminal;

/** Text of others, whose control characters are shown and not obeyed. */
public final class VisibleText {
  private VisibleText() {}

  /** The text as it may be printed: a log line must not write on the terminal of its reader. */
  public static String of(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            visible.append("\\x%02x".formatted(c));
          } else {
            visible.append((char) c);
          }
        });
    return visible.toString();
  }
}
