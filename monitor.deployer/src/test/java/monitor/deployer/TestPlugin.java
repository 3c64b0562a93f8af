package monitor.deployer;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A plugin that is compiled and packed on the fly, as its author's build would do it. */
final class TestPlugin {
  private static final String SPEAKER =
      """
      package %1$s;
      @org.osgi.service.component.annotations.Component(immediate = true)
      public final class Speaker implements java.util.function.Supplier<String> {
        public Speaker() { %3$s }
        public String get() { return "%1$s %2$s"; }
      }
      """;

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();

  private TestPlugin(String name, String version) {
    header("Bundle-SymbolicName", name);
    header("Bundle-Version", version);
    header("Bundle-Description", "made for a test");
    header("-dsannotations", "*");
    header("-noextraheaders", "true");
    header("-reproducible", "true");
    header("-privatepackage", name + ".*");
  }

  /** A bundle without anything in it yet. */
  static TestPlugin named(String name, String version) {
    return new TestPlugin(name, version);
  }

  /** Offers a {@code Supplier<String>} that says its name and version. */
  static TestPlugin speaker(String name, String version) {
    return speaker(name, version, "");
  }

  /** The same, with statements for its constructor. */
  static TestPlugin speaker(String name, String version, String construction) {
    return named(name, version)
        .source(name + ".Speaker", SPEAKER.formatted(name, version, construction));
  }

  TestPlugin header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  TestPlugin source(String type, String text) {
    sources.put(type, text);
    return this;
  }

  /** Builds it into that file. */
  Path to(Path file) {
    try (Builder builder = new Builder()) {
      Path classes = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".classes");
      compile(classes);
      headers.forEach(builder::setProperty);
      builder.addClasspath(classes.toFile());
      for (String path : classPath()) {
        builder.addClasspath(Path.of(path).toFile());
      }
      Jar jar = builder.build();
      if (!builder.getErrors().isEmpty()) {
        throw new IllegalStateException(builder.getErrors().toString());
      }
      jar.write(file.toFile());
      deleteTree(classes);
      return file;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.contains("org.osgi") || path.contains("monitor.api"))
        .toList();
  }

  private void compile(Path classes) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = classes.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    if (files.isEmpty()) {
      Files.createDirectories(classes);
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              String.join(File.pathSeparator, classPath()));
      boolean good =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!good) {
        throw new IllegalStateException(messages.toString());
      }
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(java.util.Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
