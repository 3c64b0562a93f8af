package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

class LogFileSettingsTest {
  private static LogFileSettings settings(Map<String, Object> values) {
    return LogFileSettings.of(TestConfiguration.of(LogFileConfiguration.class, values));
  }

  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(TestConfiguration.defaults(LogFileConfiguration.class))
        .containsOnlyKeys(
            "exclude",
            "start",
            "max-line",
            "encoding",
            "line-end",
            "multiline",
            "multiline-pattern",
            "multiline-wait",
            "format",
            "pattern",
            "time-zone",
            "body-field",
            "scan-interval",
            "rotate-wait",
            "max-open-files");
    LogFileSettings settings = settings(Map.of("paths", new String[] {"/var/log/*.log"}));
    assertThat(settings.fromEnd()).isFalse();
    assertThat(settings.records().maxLine()).isEqualTo(64 << 10);
    assertThat(settings.scanInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.rotateWait()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.maxOpenFiles()).isEqualTo(256);
    assertThat(settings.exclude()).extracting(PathPattern::text).contains("/**/*.gz");
  }

  @Test
  void tellsAllProblemsAtOnceWithTheirKeys() {
    assertThatThrownBy(() ->
            settings(
                Map.of(
                    "paths", new String[] {"relative.log"},
                    "start", "middle",
                    "max-line", "1GiB",
                    "scan-interval", "fast",
                    "rotate-wait", "2h",
                    "max-open-files", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "paths: 'relative.log'",
            "start: 'middle'",
            "max-line: 1GiB",
            "scan-interval: 'fast'",
            "rotate-wait: 2h",
            "max-open-files: 0");
    assertThatThrownBy(() ->
            settings(
                Map.of(
                    "paths", new String[] {"/a.log"},
                    "encoding", "ebcdic",
                    "line-end", "ff",
                    "multiline", "starts",
                    "multiline-wait", "0s",
                    "format", "pattern",
                    "pattern", "(",
                    "time-zone", "Mars/Olympus")))
        .hasMessageContainingAll(
            "encoding: 'ebcdic'",
            "line-end: 'ff'",
            "multiline-pattern: is missing",
            "multiline-wait: 0s",
            "pattern: Unclosed group",
            "time-zone: 'Mars/Olympus'");
    assertThatThrownBy(() -> settings(Map.of("paths", new String[0])))
        .hasMessage("paths: names no files");
  }
}
