package monitor.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of an example outside of the checkout, built as a third party builds it. */
final class PluginProject {
  private static final String SOURCE = "src/main/java/hello/plugin/HelloSource.java";

  private final Path folder;

  private PluginProject(Path folder) {
    this.folder = folder;
  }

  /** Copies an example. */
  static PluginProject copy(String example) throws IOException {
    return copy(Surroundings.EXAMPLES.resolve(example));
  }

  /** Copies a plugin of the tests. */
  static PluginProject forTests(String plugin) throws IOException {
    return copy(Path.of("src/test/plugins").toAbsolutePath().resolve(plugin));
  }

  private static PluginProject copy(Path from) throws IOException {
    Path to = Files.createTempDirectory(from.getFileName().toString());
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.filter(path -> !path.startsWith(from.resolve("target"))).toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return new PluginProject(to);
  }

  /** Replaces a text in its source. */
  PluginProject edit(String text, String replacement) throws IOException {
    return edit(SOURCE, text, replacement);
  }

  /** Gives it another version. */
  PluginProject version(String version) throws IOException {
    // not that of the API, which stands deeper
    String own = "\n  <version>%s</version>";
    return edit("pom.xml", own.formatted("1.0.0"), own.formatted(version));
  }

  /** Gives it another name. */
  PluginProject named(String name) throws IOException {
    return edit("pom.xml", "<artifactId>hello.plugin<", "<artifactId>" + name + "<");
  }

  private PluginProject edit(String file, String text, String replacement) throws IOException {
    Path path = folder.resolve(file);
    String before = Files.readString(path);
    if (!before.contains(text)) {
      throw new IllegalArgumentException(path + " does not contain " + text);
    }
    Files.writeString(path, before.replace(text, replacement));
    return this;
  }

  /** Builds it and answers the jar. */
  Path build() throws IOException, InterruptedException {
    maven("package");
    try (Stream<Path> files = Files.list(folder.resolve("target"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  /** Runs Maven without network and answers what it printed. */
  String maven(String... goals) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("mvn", "-q", "-B", "-o", "-Dmaven.repo.local=" + Surroundings.REPOSITORY));
    command.addAll(List.of(goals));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path output = folder.resolve("maven.txt");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process maven = builder.start();
    if (!maven.waitFor(2, TimeUnit.MINUTES) || maven.exitValue() != 0) {
      maven.destroyForcibly();
      throw new AssertionError("mvn failed: " + Files.readString(output));
    }
    return Files.readString(output);
  }

  /** The jar of a plugin that cannot run without KERNEL_LEVEL. */
  static Path needingKernel() throws Exception {
    return copy("hello-plugin")
        .edit(
            "offers = Capability.CUSTOM,",
            "offers = Capability.CUSTOM, requires = Capability.KERNEL_LEVEL,")
        .build();
  }
}
