package monitor.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@code .env} file: {@code NAME=value}, quotes and {@code export} allowed. */
final class EnvironmentFile {
  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

  private EnvironmentFile() {}

  /**
   * The variables of the process over those of the file, if there is one.
   *
   * @param problems receives what is wrong in the file
   */
  static Map<String, String> merge(Path file, Map<String, String> process, List<Problem> problems) {
    Map<String, String> merged = new HashMap<>();
    int line = 0;
    for (String text : lines(file, problems)) {
      line++;
      Matcher assignment = LINE.matcher(text.strip());
      if (assignment.matches()) {
        merged.put(assignment.group(1), unquoted(assignment.group(2)));
      } else if (!text.isBlank() && !text.strip().startsWith("#")) {
        problems.add(new Problem(file, line, "", "is not NAME=value"));
      }
    }
    merged.putAll(process);
    return merged;
  }

  private static List<String> lines(Path file, List<Problem> problems) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      problems.add(new Problem(file, 0, "", "is not UTF-8"));
      return List.of();
    } catch (IOException e) {
      problems.add(new Problem(file, 0, "", "cannot be read: " + e));
      return new ArrayList<>();
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") && value.endsWith("\"")
                || value.startsWith("'") && value.endsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
