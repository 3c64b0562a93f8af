package monitor.api;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.FileResource;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build refuses an API that plugins compiled against a released one could not run with. */
class CompatibilityTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path SOURCES = Path.of("src/main/java/monitor/api");

  @TempDir Path work;

  @Test
  void staysCompatibleWithTheReleasedVersion() throws Exception {
    try (Jar present = new Jar("monitor.api", CLASSES.toFile())) {
      assertThat(Released.latest().problems(present)).isEmpty();
    }
  }

  @Test
  void refusesAMethodThatIsGone() throws Exception {
    assertRefused(
        "source/SourceContext.java", "  Path folder();", "", "monitor.api.source", "2.0.0");
  }

  @Test
  void refusesAnotherMethodForPluginsToImplement() throws Exception {
    assertThat(
            problems(
                "sink/Sink.java", "  Delivery deliver(", "  void sync();\n  Delivery deliver("))
        .contains(
            "monitor.api.sink.Sink needs a new major version of its package: plugins implement it and have no [sync()V]");
  }

  @Test
  void refusesAnotherComponentOfARecord() throws Exception {
    assertRefused(
        "delivery/Hop.java",
        "String collector,",
        "String collector, String site,",
        "monitor.api.delivery",
        "2.0.0");
  }

  @Test
  void asksForAMinorVersionWhenTheRuntimeOffersMore() throws Exception {
    assertRefused(
        "source/SourceContext.java",
        "  Path folder();",
        "  Path folder();\n  Path cache();",
        "monitor.api.source",
        "1.1.0");
  }

  @Test
  void asksForAMinorVersionWhenADeclarationSaysMore() throws Exception {
    assertRefused(
        "source/SourceProperties.java",
        "  int positionFormat()",
        "  int priority() default 0;\n  int positionFormat()",
        "monitor.api.source",
        "1.1.0");
  }

  @Test
  void refusesAnotherOutcome() throws Exception {
    List<String> problems =
        problems(
            "delivery/Outcome.java",
            "  record Accepted",
            "  record Lost() implements Outcome {}\n  record Accepted");
    assertThat(problems)
        .contains(
            "monitor.api.delivery.Outcome needs a new major version of its package: plugins switch over it and do not know [monitor.api.delivery.Outcome$Lost]");
  }

  @Test
  void takesAnIncompatibleChangeWithANewMajorVersion() throws Exception {
    try (Jar present = new Jar("monitor.api", CLASSES.toFile())) {
      replace(
          present, "sink/Sink.java", "  Delivery deliver(", "  void sync();\n  Delivery deliver(");
      String manifest = present.getManifest().getMainAttributes().getValue("Export-Package");
      Manifest numbered = new Manifest(present.getManifest());
      numbered
          .getMainAttributes()
          .putValue(
              "Export-Package",
              manifest.replaceFirst("(?<before>monitor.api.sink;version=\")1", "${before}2"));
      numbered.getMainAttributes().putValue("Bundle-Version", "2.0.0");
      present.setManifest(numbered);
      assertThat(Released.latest().problems(present)).isEmpty();
    }
  }

  private void assertRefused(
      String source, String text, String changed, String name, String version) throws Exception {
    assertThat(problems(source, text, changed))
        .anySatisfy(problem ->
            assertThat(problem)
                .startsWith(name + " ")
                .contains(" must become " + version + " (@Version of its package-info): "));
  }

  /** Of the present API with a change of one source. */
  private List<String> problems(String source, String text, String changed) throws Exception {
    try (Jar present = new Jar("monitor.api", CLASSES.toFile())) {
      replace(present, source, text, changed);
      return Released.latest().problems(present);
    }
  }

  private void replace(Jar present, String source, String text, String changed) throws Exception {
    String before = Files.readString(SOURCES.resolve(source));
    assertThat(before).contains(text);
    Path file = work.resolve(Path.of(source).getFileName());
    Files.writeString(file, before.replace(text, changed));
    Path classes = Files.createDirectories(work.resolve("classes"));
    compile(file, classes);
    for (Path each : compiled(classes)) {
      present.putResource(classes.relativize(each).toString(), new FileResource(each.toFile()));
    }
  }

  private static void compile(Path file, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path =
        CLASSES + System.getProperty("path.separator") + System.getProperty("java.class.path");
    int result =
        compiler.run(
            null, null, null, "-proc:none", "-d", classes.toString(), "-cp", path, file.toString());
    assertThat(result).isZero();
  }

  private static List<Path> compiled(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
