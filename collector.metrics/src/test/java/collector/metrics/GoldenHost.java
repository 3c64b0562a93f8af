package collector.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A host of files: two looks at it, the second one laid over the first. */
final class GoldenHost {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private final Path source;
  private final Path root;

  GoldenHost(String name, Path root) {
    this.source = FOLDER.resolve(name);
    this.root = root;
  }

  HostFiles files() {
    return new HostFiles(root);
  }

  /** Lays a look over what is there. */
  GoldenHost show(String look) throws IOException {
    Path from = source.resolve(look);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        copy(each, root.resolve(from.relativize(each).toString()));
      }
    }
    return this;
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectories(to);
    } else {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  void remove(String file) throws IOException {
    Path path = root.resolve(file);
    if (Files.isDirectory(path)) {
      try (Stream<Path> content = Files.list(path)) {
        content.forEach(GoldenHost::delete);
      }
    }
    delete(path);
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
