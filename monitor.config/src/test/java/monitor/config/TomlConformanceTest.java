package monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The public suite of TOML, judged by version 1.0. */
class TomlConformanceTest {
  /** Valid by TOML 1.1 only. */
  private static final Set<String> NEWER =
      Set.of(
          "inline-table_newline-comment.toml",
          "key_empty-05.toml",
          "spec-1.1.0_common-29.toml",
          "spec-1.1.0_common-34.toml",
          "string_escape-esc.toml",
          "string_hex-escape.toml");

  @TestFactory
  Stream<DynamicTest> acceptsWhatIsValid() {
    return files("valid")
        .filter(file -> !NEWER.contains(file.getFileName().toString()))
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(TomlFile.read(file).problems()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatIsInvalidWithItsLine() {
    return files("invalid").map(TomlConformanceTest::refused);
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatOnlyTheNextVersionAllows() {
    return files("valid")
        .filter(file -> NEWER.contains(file.getFileName().toString()))
        .map(TomlConformanceTest::refused);
  }

  private static DynamicTest refused(Path file) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          List<Problem> problems = TomlFile.read(file).problems();
          assertThat(problems).isNotEmpty().allMatch(problem -> problem.line() >= 1);
        });
  }

  private static Stream<Path> files(String verdict) {
    String corpora = System.getenv("MONITOR_CORPORA");
    assumeThat(corpora).as("not run: corpora absent").isNotBlank();
    try (Stream<Path> files = Files.list(Path.of(corpora, "toml", verdict))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".toml")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
