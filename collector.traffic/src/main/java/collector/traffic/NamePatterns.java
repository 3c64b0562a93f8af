package collector.traffic;

import java.util.List;
import java.util.regex.Pattern;

/** Names in which a star stands for any characters, such as {@code eth*}. */
final class NamePatterns {
  private final List<Pattern> patterns;

  NamePatterns(List<String> names) {
    this.patterns = names.stream().map(NamePatterns::compile).toList();
  }

  private static Pattern compile(String name) {
    return Pattern.compile("\\Q" + name.replace("*", "\\E.*\\Q") + "\\E");
  }

  /** Whether any pattern is this name. */
  boolean matches(String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }
}
