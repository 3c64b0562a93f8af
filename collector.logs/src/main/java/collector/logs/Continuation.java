package collector.logs;

import java.util.regex.Pattern;

/** Which lines belong to the record that began before them. Used by the thread of the source. */
interface Continuation {
  /** Whether a line goes on with the record before it. */
  boolean continues(String line);

  /** Lines that begin with a blank or a tab. */
  static Continuation indented() {
    return line -> !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
  }

  /** Indented lines, and what else stack traces of Java and Python are made of. */
  static Continuation stackTrace() {
    Continuation indented = indented();
    Pattern header =
        Pattern.compile(
            "(?:Caused by: |Suppressed: |Traceback \\(most recent call last\\):|During handling of the above |The above exception was |[\\w$.]{1,200}(?:Exception|Error|Throwable)(?:: |:?$))");
    return line -> indented.continues(line) || finds(header, line);
  }

  /** Lines in which an expression is not found at the start. */
  static Continuation notStartingWith(String expression) {
    Pattern pattern = Pattern.compile(expression);
    return line -> !finds(pattern, line);
  }

  /** Lines in which an expression is found at the start. */
  static Continuation startingWith(String expression) {
    Pattern pattern = Pattern.compile(expression);
    return line -> finds(pattern, line);
  }

  private static boolean finds(Pattern pattern, String line) {
    try {
      return pattern.matcher(new BoundedText(line)).lookingAt();
    } catch (BoundedText.TooMuchWorkException | StackOverflowError e) {
      return false;
    }
  }
}
