package collector.logs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What rotation makes of a name: {@code a.log} becomes {@code a.log.1}, {@code a-20260101.log}. */
final class FileName {
  private FileName() {}

  private static String of(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** The part of a name that stays when the file is rotated: what is before its last dot. */
  static String stem(Path path) {
    String name = of(path);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** The stems of files from which this one can come by rotation. */
  static List<String> origins(Path path) {
    String name = of(path);
    List<String> origins = new ArrayList<>();
    for (int i = 1; i <= name.length(); i++) {
      if (i == name.length() || !Character.isLetterOrDigit(name.charAt(i))) {
        origins.add(name.substring(0, i));
      }
    }
    return origins;
  }

  /** Whether a file of the second name can come from one of the first by rotation. */
  static boolean related(Path from, Path to) {
    String stem = stem(from);
    String name = of(to);
    return name.startsWith(stem)
        && (name.length() == stem.length()
            || !Character.isLetterOrDigit(name.charAt(stem.length())));
  }
}
