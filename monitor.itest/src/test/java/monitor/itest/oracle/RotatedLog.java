package monitor.itest.oracle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A log file under its name, and the files that rotation has made of it. */
final class RotatedLog {
  /** So many have a number that grows; older ones get a name that stays. */
  private static final int SHIFTED = 3;

  private static final String COMPRESSED = ".gz";

  private final Path current;
  private final StoredFiles stored;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable Path target;
  private Path ending;

  /** A file to which nobody writes any more, wherever it is by now. */
  private static final class Part {
    private final String name;
    private final long lines;
    private Path path;

    Part(String name, long lines, Path path) {
      this.name = name;
      this.lines = lines;
      this.path = path;
    }

    boolean compressed() {
      return path.toString().endsWith(COMPRESSED);
    }
  }

  RotatedLog(Path current, StoredFiles stored) {
    this.current = current;
    this.stored = stored;
    this.ending = current;
  }

  /** The name under which it is written. */
  Path current() {
    return current;
  }

  private Path beside(String suffix) {
    return current.resolveSibling(current.getFileName() + "." + suffix);
  }

  private void move(Path from, Path to) throws IOException {
    Files.move(from, to);
    parts.stream().filter(part -> part.path.equals(from)).forEach(part -> part.path = to);
  }

  /** Gives it another name; of a link, the link. */
  void rename(String suffix) throws IOException {
    move(current, beside(suffix));
    Path led = target;
    ending = led == null ? beside(suffix) : led;
    target = null;
  }

  /** Gives it the name {@code .1}, after room was made; the oldest one gets a name that stays. */
  void shift(String suffix) throws IOException {
    for (int number = SHIFTED; number > 0; number--) {
      String next = number < SHIFTED ? Integer.toString(number + 1) : "old-" + suffix;
      for (String end : List.of("", COMPRESSED)) {
        Path from = beside(number + end);
        if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
          move(from, beside(next + end));
        }
      }
    }
    rename("1");
  }

  /** Copies it. */
  void copy(String suffix) throws IOException {
    ending = beside(suffix);
    Files.copy(current, ending);
  }

  /** Where the file that comes next is to lie, to which a link will lead. */
  Path next(String suffix) throws IOException {
    Path led = target;
    if (led == null) {
      rename(suffix);
    } else {
      ending = led;
    }
    return beside("after-" + suffix);
  }

  /** Has its name lead there, at once. */
  void lead(Path to) throws IOException {
    Path link = current.resolveSibling("next-" + current.getFileName());
    Files.createSymbolicLink(link, to);
    Files.move(link, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    target = to;
  }

  /** Nobody writes any more to what was renamed, copied, or led to last. */
  void ended(String name, long lines) {
    parts.add(new Part(name, lines, ending));
  }

  /** Compresses the file that was rotated last, if any line of it is stored. */
  void compress() throws IOException {
    for (Part part : parts.reversed()) {
      if (!part.compressed()) {
        if (stored.of(part.name) > 0) {
          compress(part);
        }
        return;
      }
    }
  }

  private static void compress(Part part) throws IOException {
    Path to = part.path.resolveSibling(part.path.getFileName() + COMPRESSED);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
      Files.copy(part.path, out);
    }
    Files.delete(part.path);
    part.path = to;
  }

  /** Deletes the file that was rotated first, if all of it is stored. */
  void delete() throws IOException {
    if (!parts.isEmpty() && stored.of(parts.getFirst().name) >= parts.getFirst().lines) {
      Files.delete(parts.removeFirst().path);
    }
  }
}
