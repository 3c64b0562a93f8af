package monitor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${VAR}</code>, <code>${VAR:-default}</code>, <code>${VAR:?message}</code> and
 * <code>${file:/path}</code> in texts; <code>$${</code> stands for <code>${</code>. What was put in
 * is not expanded again, so nothing can recurse. A variable that is empty counts as not set, as in
 * a shell.
 *
 * @param variables the environment
 * @param folder that relative paths of {@code file:} start at
 */
record Expansion(Map<String, String> variables, Path folder) {
  private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)\\}?");
  private static final Pattern VARIABLE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:(:-|:\\?)(.*))?", Pattern.DOTALL);

  /** Why a text cannot be expanded. */
  static final class ExpansionException extends Exception {
    private static final long serialVersionUID = 1L;

    ExpansionException(String message) {
      super(message);
    }
  }

  /**
   * The text with everything replaced.
   *
   * @throws ExpansionException if a variable is not set, or a reference is malformed
   */
  String expand(String text) throws ExpansionException {
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (reference.find()) {
      String found = reference.group();
      String value = found.startsWith("$${") ? found.substring(1) : value(found);
      reference.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return reference.appendTail(expanded).toString();
  }

  private String value(String reference) throws ExpansionException {
    if (!reference.endsWith("}")) {
      throw new ExpansionException("'%s' has no closing brace".formatted(reference));
    }
    String inner = reference.substring(2, reference.length() - 1);
    return inner.startsWith("file:") ? content(inner.substring(5)) : variable(inner);
  }

  private String variable(String inner) throws ExpansionException {
    Matcher parts = VARIABLE.matcher(inner);
    if (!parts.matches() || inner.contains("${")) {
      throw new ExpansionException(
          "'${%s}' is not ${NAME}, ${NAME:-default}, ${NAME:?message} or ${file:/path}"
              .formatted(inner));
    }
    String value = variables.getOrDefault(parts.group(1), "");
    return value.isEmpty() ? unset(parts.group(1), parts.group(2), parts.group(3)) : value;
  }

  private static String unset(String name, @Nullable String operator, @Nullable String word)
      throws ExpansionException {
    if (":-".equals(operator) && word != null) {
      return word;
    }
    throw new ExpansionException(
        word == null || word.isEmpty()
            ? "the variable %s is not set; write ${%s:-default} if it may be absent"
                .formatted(name, name)
            : "the variable %s is not set: %s".formatted(name, word));
  }

  /** Content of a file without its last line end: secrets are often kept in files of one line. */
  private String content(String path) throws ExpansionException {
    try {
      return Files.readString(folder.resolve(path)).stripTrailing();
    } catch (IOException | RuntimeException e) {
      throw new ExpansionException("the file '%s' cannot be read: %s".formatted(path, e));
    }
  }
}
