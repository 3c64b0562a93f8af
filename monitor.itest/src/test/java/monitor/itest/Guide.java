package monitor.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document whose lines a test follows.
 *
 * @param text in Markdown
 */
record Guide(String text) {
  private static final Pattern CODE = Pattern.compile("(?ms)^```\\w+\\n(.*?)^```$");
  private static final Pattern COMMENT = Pattern.compile("(?m) +# .*$");

  /** A file of the folder of documents. */
  static Guide read(String name) throws IOException {
    return new Guide(Files.readString(Surroundings.EXAMPLES.resolveSibling("docs").resolve(name)));
  }

  /** The blocks of code of a section, in their order, without comments. */
  List<String> code(String section) {
    Matcher found =
        Pattern.compile("(?ms)^## " + Pattern.quote(section) + "$(.*?)(?=^## |\\z)").matcher(text);
    if (!found.find()) {
      throw new AssertionError("there is no section " + section);
    }
    return CODE.matcher(found.group(1))
        .results()
        .map((MatchResult block) -> COMMENT.matcher(block.group(1)).replaceAll("").strip())
        .toList();
  }
}
