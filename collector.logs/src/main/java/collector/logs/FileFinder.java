package collector.logs;

import collector.logs.PathPattern.Segment;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the files that a configuration asks for. Symbolic links to files and in named folders are
 * followed; below {@code **} links to folders are not, so that no loop of links is walked.
 */
final class FileFinder {
  private static final int DEEPEST = 64;

  private final List<PathPattern> include;
  private final List<PathPattern> exclude;
  private final List<Path> own;

  /**
   * @param include which files
   * @param exclude which of them not
   * @param own folders of the platform: whatever lies in them is not read
   */
  FileFinder(List<PathPattern> include, List<PathPattern> exclude, List<Path> own) {
    this.include = include;
    this.exclude = exclude;
    this.own = own;
  }

  /** What a search tells on its way. */
  interface Listener {
    /** A folder is about to be listed: what appears in it later can be a match. */
    void folder(Path folder);

    /** Something could not be read. */
    void unreadable(Path path, IOException cause);
  }

  /** Whether a path is one that a search would find, if a file is there. */
  boolean wants(Path path) {
    return include.stream().anyMatch(pattern -> pattern.matches(path)) && !excluded(path);
  }

  private boolean excluded(Path path) {
    return own.stream().anyMatch(path::startsWith)
        || exclude.stream().anyMatch(pattern -> pattern.matches(path));
  }

  /** The regular files there are, in the order of the patterns and of the folders. */
  Map<Path, BasicFileAttributes> find(Listener listener) {
    Search search = new Search(listener, new LinkedHashMap<>());
    include.forEach(pattern -> search.expand(pattern, Path.of("/"), 0, 0));
    return search.found;
  }

  private final class Search {
    private final Listener listener;
    private final Map<Path, BasicFileAttributes> found;

    Search(Listener listener, Map<Path, BasicFileAttributes> found) {
      this.listener = listener;
      this.found = found;
    }

    void expand(PathPattern pattern, Path folder, int index, int depth) {
      switch (pattern.segments().get(index)) {
        case Segment.Name name -> named(pattern, folder, name.name(), index, depth);
        case Segment.Glob glob ->
            list(folder, glob.matcher()::matches, path -> next(pattern, path, index, depth));
        case Segment.AnyDepth any -> anyDepth(pattern, folder, index, depth);
      }
    }

    private void named(PathPattern pattern, Path folder, Path name, int index, int depth) {
      if (pattern.isLast(index)) {
        listener.folder(folder);
      }
      next(pattern, folder.resolve(name), index, depth);
    }

    private void next(PathPattern pattern, Path path, int index, int depth) {
      if (pattern.isLast(index)) {
        file(path);
      } else {
        expand(pattern, path, index + 1, depth);
      }
    }

    /** No folder at all, or one and then any number again. */
    private void anyDepth(PathPattern pattern, Path folder, int index, int depth) {
      if (depth > DEEPEST || own.contains(folder)) {
        return;
      }
      if (pattern.isLast(index)) {
        list(folder, name -> true, this::file);
      } else {
        expand(pattern, folder, index + 1, depth);
      }
      list(
          folder,
          name -> true,
          path -> {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
              anyDepth(pattern, path, index, depth + 1);
            }
          });
    }

    private void list(Path folder, java.util.function.Predicate<Path> names, Consumer<Path> visit) {
      listener.folder(folder);
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(folder, path -> names.test(path.getFileName()))) {
        entries.forEach(visit);
      } catch (NoSuchFileException | NotDirectoryException e) {
        // a folder may come later, or have gone a moment ago
      } catch (IOException e) {
        listener.unreadable(folder, e);
      } catch (DirectoryIteratorException e) {
        listener.unreadable(folder, new IOException(e.getMessage(), e));
      }
    }

    private void file(Path path) {
      if (found.containsKey(path) || excluded(path)) {
        return;
      }
      try {
        BasicFileAttributes attributes = Birth.attributes(path);
        if (attributes.isRegularFile()) {
          found.put(path, attributes);
        } else if (attributes.isOther()) {
          listener.unreadable(path, new IOException("it is a pipe, socket or device, not a file"));
        }
      } catch (NoSuchFileException e) {
        // gone since the folder was listed, or a link that leads nowhere
      } catch (IOException e) {
        listener.unreadable(path, e);
      }
    }
  }
}
