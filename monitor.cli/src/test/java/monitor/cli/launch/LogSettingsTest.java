package monitor.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void letsTheCommandLineGoBeforeTheConfiguration() {
    LogSettings settings = new LogSettings(folder, false, Level.DEBUG);
    settings.apply();
    settings.levels(Map.of("", "error"));
    assertThat(logs("anything", Level.DEBUG)).isTrue();
  }
}
