package monitor.itest.variant;

import java.io.IOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of the assembled distribution, in which bundles may be rewritten. */
final class Distribution {
  /** Without them it starts sooner. */
  private static final Set<String> LEFT_OUT =
      Set.of("analysis.alerts", "probe.reachability", "sink.console", "webconsole");

  private Distribution() {}

  /**
   * Copies the distribution, and rewrites the copy.
   *
   * @throws IllegalStateException if a rewrite finds nothing to change
   */
  static Path copy(Path original, Path copy, List<Rewrite> rewrites) throws IOException {
    link(original, copy);
    try (URLClassLoader classes = new URLClassLoader(jars(copy))) {
      ClassHierarchyResolver types =
          ClassHierarchyResolver.ofResourceParsing(classes)
              .orElse(ClassHierarchyResolver.defaultResolver());
      for (Rewrite rewrite : rewrites) {
        rewrite(jar(copy, rewrite.bundle()), rewrite, types);
      }
    }
    return copy;
  }

  private static void link(Path original, Path copy) throws IOException {
    try (Stream<Path> tree = Files.walk(original)) {
      for (Path path : tree.toList()) {
        Path target = copy.resolve(original.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!LEFT_OUT.contains(symbolicName(path))) {
          Files.createLink(target, path);
        }
      }
    }
  }

  private static String symbolicName(Path jar) {
    return jar.getFileName().toString().replaceAll("-[0-9].*\\.jar$", "");
  }

  private static List<Path> all(Path copy) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String folder : List.of("bundles", "plugins", "lib")) {
      try (Stream<Path> files = Files.list(copy.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
      }
    }
    return jars;
  }

  private static URL[] jars(Path copy) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : all(copy)) {
      urls.add(jar.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static Path jar(Path copy, String bundle) throws IOException {
    return all(copy).stream()
        .filter(jar -> symbolicName(jar).equals(bundle))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no bundle " + bundle + " in " + copy));
  }

  private static void rewrite(Path jar, Rewrite rewrite, ClassHierarchyResolver types)
      throws IOException {
    // The file is a link to the original, which must stay as it is.
    Path draft = jar.resolveSibling(jar.getFileName() + ".new");
    Files.copy(jar, draft, StandardCopyOption.REPLACE_EXISTING);
    AtomicInteger changed = new AtomicInteger();
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + draft.toUri()), Map.of())) {
      for (Path file : classes(zip.getPath("/"), rewrite)) {
        Files.write(file, rewrite.apply(Files.readAllBytes(file), types, changed));
      }
      for (Path file : hooks(rewrite.hook())) {
        Path target = zip.getPath("/", relative(rewrite.hook(), file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (changed.get() == 0) {
      throw new IllegalStateException("nothing to change for " + rewrite);
    }
    Files.move(draft, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<Path> classes(Path root, Rewrite rewrite) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> rewrite.concerns(type(root.relativize(file).toString())))
          .collect(Collectors.toList());
    }
  }

  private static String type(String file) {
    return file.replace('/', '.').replaceAll("\\.class$", "");
  }

  private static List<Path> hooks(Class<?> hook) throws IOException {
    Path file = Path.of(URI.create(hook.getResource(hook.getSimpleName() + ".class").toString()));
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files
          .filter(path ->
              path.getFileName().toString().matches(hook.getSimpleName() + "(\\$.*)?\\.class"))
          .toList();
    }
  }

  private static String relative(Class<?> hook, Path file) {
    return hook.getPackageName().replace('.', '/') + "/" + file.getFileName();
  }
}
