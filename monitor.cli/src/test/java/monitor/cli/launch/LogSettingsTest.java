package monitor.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.log.LogService;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LogSettingsTest {
  @TempDir private Path folder;

  @AfterEach
  void quiet() {
    new LogSettings(folder, false, Level.WARN).apply();
  }

  private static boolean logs(String name, Level level) {
    return LoggerFactory.getLogger(name).isEnabledForLevel(level);
  }

  @Test
  void changesLevelsWhileItRunsAndTakesThemBack() throws Exception {
    LogSettings settings = new LogSettings(folder, false, null);
    settings.apply();
    assertThat(logs("some.part", Level.INFO)).isTrue();
    assertThat(logs("some.part", Level.DEBUG)).isFalse();

    settings.levels(Map.of("", "warn", "some.part", "debug"));
    assertThat(logs("some.part.Inner", Level.DEBUG)).isTrue();
    assertThat(logs("other", Level.INFO)).isFalse();
    LoggerFactory.getLogger("some.part.Inner").debug("a detail");
    LoggerFactory.getLogger("other").info("not wanted");
    assertThat(Files.readString(folder.resolve("monitor.log")))
        .contains("a detail")
        .doesNotContain("not wanted");

    settings.levels(Map.of("", "info"));
    assertThat(logs("some.part.Inner", Level.DEBUG)).isFalse();
    assertThat(logs("other", Level.INFO)).isTrue();
  }

  @Test
  void keepsLibrariesQuietUnlessTheyAreNamed() {
    LogSettings settings = new LogSettings(folder, false, null);
    settings.apply();
    assertThat(logs("org.eclipse.jetty.server", Level.INFO)).isFalse();
    settings.levels(Map.of("", "info", "org.eclipse.jetty", "debug"));
    assertThat(logs("org.eclipse.jetty.server", Level.DEBUG)).isTrue();
  }

  @Test
  void writesWhateverIsLoggedAsOneObjectALine() throws Exception {
    LogSettings settings = new LogSettings(folder, true, null);
    settings.apply();
    LoggerFactory.getLogger("some.part")
        .atWarn()
        .setCause(new IllegalStateException("two\nlines"))
        .addKeyValue("batch", 7)
        .log("\"{}\" is\n\u00fcber", "it");
    java.util.logging.Logger.getLogger("of.java").severe("by java.util.logging");
    new OsgiLog().log(LogService.LOG_ERROR, "by the log service");
    settings.levels(Map.of("some.part", "error"));
    LoggerFactory.getLogger("some.part").warn("not wanted");

    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("monitor.log"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .extracting(
            line -> line.path("level").asText(),
            line -> line.path("loggerName").asText(),
            line -> line.path("formattedMessage").asText())
        .containsExactly(
            tuple("WARN", "some.part", "\"it\" is\n\u00fcber"),
            tuple("ERROR", "of.java", "by java.util.logging"),
            tuple("ERROR", "osgi", "by the log service"));
    JsonNode first = lines.getFirst();
    assertThat(first.path("timestamp").asLong()).isPositive();
    assertThat(first.path("threadName").asText()).isEqualTo(Thread.currentThread().getName());
    assertThat(first.path("throwable").path("message").asText()).isEqualTo("two\nlines");
    assertThat(first.path("kvpList").path(0).path("batch").asText()).isEqualTo("7");
  }

  @Test
  void letsTheCommandLineGoBeforeTheConfiguration() {
    LogSettings settings = new LogSettings(folder, false, Level.DEBUG);
    settings.apply();
    settings.levels(Map.of("", "error"));
    assertThat(logs("anything", Level.DEBUG)).isTrue();
  }
}
