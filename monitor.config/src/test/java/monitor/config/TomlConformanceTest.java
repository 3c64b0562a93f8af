package monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    return tests(
        "valid",
        file -> !NEWER.contains(file.getFileName().toString()),
        file -> assertThat(TomlFile.read(file).problems()).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatIsInvalidWithItsLine() {
    return tests("invalid", file -> true, TomlConformanceTest::refused);
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatOnlyTheNextVersionAllows() {
    return tests(
        "valid",
        file -> NEWER.contains(file.getFileName().toString()),
        TomlConformanceTest::refused);
  }

  private static void refused(Path file) {
    List<Problem> problems = TomlFile.read(file).problems();
    assertThat(problems).isNotEmpty().allMatch(problem -> problem.line() >= 1);
  }

  /** Without the suite one test that says so: a factory that gives up is in no report. */
  private static Stream<DynamicTest> tests(
      String verdict, Predicate<Path> which, Consumer<Path> test) {
    String corpora = System.getenv("MONITOR_CORPORA");
    if (corpora == null || corpora.isBlank()) {
      return Stream.of(DynamicTest.dynamicTest(verdict, () -> abort("not run: corpora absent")));
    }
    return files(Path.of(corpora, "toml", verdict)).stream()
        .filter(which)
        .map(file ->
            DynamicTest.dynamicTest(file.getFileName().toString(), () -> test.accept(file)));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".toml")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
