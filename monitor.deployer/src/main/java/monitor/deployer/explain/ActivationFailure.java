package monitor.deployer.explain;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An exception out of the start of a bundle or the activation of a component, in plain words. */
public final class ActivationFailure {
  private static final Pattern HEAD = Pattern.compile("([A-Za-z_$][\\w$.]*)(?:: (.*))?");
  private static final Pattern CLASS_VERSION = Pattern.compile("class file version (\\d+)");
  private static final Pattern FRAME =
      Pattern.compile(
          "at (?!java\\.|jdk\\.|sun\\.|org\\.apache\\.felix\\.|monitor\\.deployer\\.)(?:[^/\\s]*//?)?(\\S+\\(.+\\))");
  private static final String CAUSE = "Caused by: ";

  private ActivationFailure() {}

  /** Says what went wrong. */
  public static String words(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return words(trace.toString());
  }

  /** Says what went wrong, from a printed stack trace: its last cause tells most. */
  public static String words(String trace) {
    List<String> lines = trace.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String head = rootCause(lines);
    Matcher matcher = HEAD.matcher(head);
    if (!matcher.matches()) {
      return "it failed when it was started: " + head;
    }
    String message = matcher.group(2) == null ? "" : matcher.group(2);
    return words(simpleName(matcher.group(1)), message, place(lines));
  }

  private static String rootCause(List<String> lines) {
    return Stream.concat(
            lines.stream().limit(1),
            lines.stream()
                .filter(line -> line.startsWith(CAUSE))
                .map(line -> line.substring(CAUSE.length())))
        .reduce((first, second) -> second)
        .orElse("no reason was given");
  }

  /** Where the last cause was thrown, in code that is neither Java's nor the framework's. */
  private static String place(List<String> lines) {
    int cause = 0;
    for (int i = 0; i < lines.size(); i++) {
      cause = lines.get(i).startsWith(CAUSE) ? i : cause;
    }
    return lines.stream()
        .skip(cause)
        .map(FRAME::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(frame -> "; look at " + frame.group(1))
        .orElse("");
  }

  private static String words(String type, String message, String place) {
    return switch (type) {
      case "UnsupportedClassVersionError" -> classVersion(message);
      case "NoClassDefFoundError", "ClassNotFoundException" -> missingClass(message);
      case "NoSuchMethodError", "NoSuchFieldError", "AbstractMethodError" ->
          "it was compiled against another version of a library (%s: %s); compile it against the one installed here"
              .formatted(type, message);
      default ->
          "it failed when it was started: %s%s%s"
              .formatted(type, message.isEmpty() ? "" : ": " + message, place);
    };
  }

  private static String classVersion(String message) {
    int ours = Runtime.version().feature();
    Matcher matcher = CLASS_VERSION.matcher(message);
    String wanted = matcher.find() ? " " + (Integer.parseInt(matcher.group(1)) - 44) : "";
    return "it was compiled for Java%s, and this platform runs on Java %d; compile it with --release %d"
        .formatted(wanted, ours, ours);
  }

  private static String missingClass(String message) {
    String name = message.split("[ ,]", 2)[0].replace('/', '.');
    int dot = name.lastIndexOf('.');
    return "it uses the class %s, which is neither in its jar nor imported; put the library into the jar or import the package %s"
        .formatted(name, dot < 0 ? "of it" : name.substring(0, dot));
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
