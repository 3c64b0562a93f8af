package monitor.deployer.explain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The resolver's own message in plain words, where no single requirement is to blame. */
public final class ResolverMessage {
  private static final Pattern CONFLICT =
      Pattern.compile(
          "exposed to package '([^']+)' from resources? ([^\\[\\s]+).*? and ([^\\[\\s]+)",
          Pattern.DOTALL);

  private ResolverMessage() {}

  /** Says what went wrong. */
  public static String words(String message) {
    Matcher conflict = CONFLICT.matcher(message);
    if (conflict.find()) {
      return "it would see the package %s twice, from %s and from %s; let it import the package in the version that the others use"
          .formatted(conflict.group(1), conflict.group(2), conflict.group(3));
    }
    return "the framework cannot wire it: "
        + message.strip().lines().findFirst().orElse("no reason");
  }
}
