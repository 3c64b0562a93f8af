package collector.logs;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An absolute path with wild cards in its segments: {@code *}, {@code ?}, {@code [a-z]}, {@code
 * {a,b}} within one segment, and {@code **} as a whole segment for any number of folders, also
 * none.
 *
 * @param text as written
 * @param segments what follows the root
 */
record PathPattern(String text, List<Segment> segments) {
  private static final String WILD = "*?[{\\";

  /** One part of a pattern. */
  sealed interface Segment {
    /** A name as it is. */
    record Name(Path name) implements Segment {}

    /** A name with wild cards. */
    record Glob(PathMatcher matcher) implements Segment {}

    /** Any number of folders. */
    record AnyDepth() implements Segment {}
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is not absolute, its wild cards are not well-formed, or
   *     the system or its locale cannot write a name in it
   */
  static PathPattern parse(String text) {
    if (!text.startsWith("/") || text.endsWith("/")) {
      throw new IllegalArgumentException(
          "'%s' is not a pattern of files: write an absolute path such as /var/log/*.log"
              .formatted(text));
    }
    List<Segment> segments = new ArrayList<>();
    for (String part : text.substring(1).split("/+")) {
      segments.add(segment(text, part));
    }
    return new PathPattern(text, List.copyOf(segments));
  }

  private static Segment segment(String text, String part) {
    if (part.equals("**")) {
      return new Segment.AnyDepth();
    }
    try {
      if (part.chars().noneMatch(c -> WILD.indexOf(c) >= 0)) {
        return new Segment.Name(Path.of(part));
      }
      return new Segment.Glob(FileSystems.getDefault().getPathMatcher("glob:" + part));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'%s': %s".formatted(text, e.getMessage()), e);
    }
  }

  /** The segment at an index; null behind the last. */
  @Nullable Segment segment(int index) {
    return index < segments.size() ? segments.get(index) : null;
  }

  /** Whether a segment is the last one. */
  boolean isLast(int index) {
    return index == segments.size() - 1;
  }

  /** Whether a whole path matches. */
  boolean matches(Path path) {
    return matches(path, 0, 0);
  }

  private boolean matches(Path path, int from, int index) {
    if (index == segments.size()) {
      return from == path.getNameCount();
    }
    if (segments.get(index) instanceof Segment.AnyDepth) {
      return matchesAnyDepth(path, from, index);
    }
    return from < path.getNameCount()
        && names(segments.get(index), path.getName(from))
        && matches(path, from + 1, index + 1);
  }

  private boolean matchesAnyDepth(Path path, int from, int index) {
    for (int skip = from; skip <= path.getNameCount(); skip++) {
      if (matches(path, skip, index + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one name fits one segment. */
  static boolean names(Segment segment, Path name) {
    return switch (segment) {
      case Segment.Name literal -> name.equals(literal.name());
      case Segment.Glob glob -> glob.matcher().matches(name);
      case Segment.AnyDepth any -> true;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
