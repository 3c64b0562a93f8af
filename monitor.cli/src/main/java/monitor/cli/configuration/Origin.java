package monitor.cli.configuration;

import java.util.regex.Pattern;

/**
 * What set a key of the configuration.
 *
 * @param kind {@code default}, {@code file}, {@code environment} or {@code overlay}: over the files
 * @param place file and line, or the name of the variable; empty if nothing set it
 */
public record Origin(String kind, String place) {
  /** What is in force where nothing else is set. */
  public static final String DEFAULT = "default";

  /** What the console, the API or {@code monitor config set} put over the files. */
  static final String OVERLAY = "overlay";

  /** A variable of the process, or of the file .env. */
  public static final String ENVIRONMENT = "environment";

  /**
   * Reads what a platform says of a key.
   *
   * @param pid of its table: what sets it over the files is the file of this name
   * @param text file and line, {@code environment/NAME}, or nothing
   */
  public static Origin of(String pid, String text) {
    if (text.isEmpty()) {
      return new Origin(DEFAULT, "");
    }
    if (text.startsWith(ENVIRONMENT + "/")) {
      return new Origin(ENVIRONMENT, text.substring(ENVIRONMENT.length() + 1));
    }
    boolean over =
        Pattern.compile("(^|/)" + Pattern.quote(pid) + "\\.json(:\\d+)?$").matcher(text).find();
    return new Origin(over ? OVERLAY : "file", text);
  }

  /** For a person. */
  @Override
  public String toString() {
    return switch (kind) {
      case "file" -> place;
      case DEFAULT -> DEFAULT;
      default -> kind + " " + place;
    };
  }
}
