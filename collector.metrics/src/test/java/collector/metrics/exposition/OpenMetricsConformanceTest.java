package collector.metrics.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The public test data of OpenMetrics: what must be read is read, what must be refused is refused.
 */
class OpenMetricsConformanceTest {
  @TestFactory
  Stream<DynamicTest> judgesAsTheStandardDoes() throws IOException {
    String corpora = System.getenv("MONITOR_CORPORA");
    if (corpora == null || !Files.isDirectory(Path.of(corpora, "openmetrics"))) {
      return Stream.of(
          DynamicTest.dynamicTest("openmetrics", () -> abort("not run: corpora absent")));
    }
    try (Stream<Path> folders = Files.list(Path.of(corpora, "openmetrics"))) {
      List<Path> all = folders.filter(Files::isDirectory).sorted().toList();
      assertThat(all).hasSizeGreaterThan(50);
      return all.stream()
          .map(folder ->
              DynamicTest.dynamicTest(folder.getFileName().toString(), () -> judge(folder)));
    }
  }

  private static void judge(Path folder) throws IOException {
    byte[] text = Files.readAllBytes(folder.resolve("metrics"));
    if (Files.readString(folder.resolve("test.json")).matches("(?s).*\"shouldParse\": *true.*")) {
      Texts.read(TextFormat.OPEN_METRICS, text);
    } else {
      assertThatThrownBy(() -> Texts.read(TextFormat.OPEN_METRICS, text))
          .isInstanceOf(ExpositionException.class)
          .hasMessageMatching("(?s)line \\d+, column \\d+: .+");
    }
  }
}
