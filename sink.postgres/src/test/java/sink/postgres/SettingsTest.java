package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  @Test
  void worksWithoutConfiguration() {
    Settings settings = Settings.of(TestConfiguration.defaults());
    assertThat(settings.url()).isEmpty();
    assertThat(settings.retention().events()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.retention().batches()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.retention().tables())
        .isEqualTo(
            Map.of("samples_minute", Duration.ofDays(90), "samples_hour", Duration.ofDays(400)));
    assertThat(settings.queryTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.queryConnections()).isEqualTo(4);
    assertThat(settings.strict()).isTrue();
  }

  @Test
  void keepsWhatHasARetentionOfItsOwn() {
    Map<String, Object> values =
        Map.of(
            "sample$_$retention", "1d",
            "log$_$retention", "2d",
            "process$_$retention", "3d",
            "probe$_$retention", "4d",
            "minute$_$retention", "5d",
            "hour$_$retention", "6d");
    Settings settings = Settings.of(new TestConfiguration(values));
    assertThat(
            Stream.of(
                    "samples",
                    "logs",
                    "processes",
                    "probes",
                    "samples_minute",
                    "samples_hour",
                    "events")
                .map(table -> settings.retention().of(table).toDays()))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 30L);
    assertThatThrownBy(() -> Settings.of(new TestConfiguration(Map.of("log$_$retention", "1h"))))
        .hasMessageContaining("log-retention: '1h' is less than 1d");
  }

  @Test
  void hasTheseKeys() {
    assertThat(Stream.of(PostgresConfiguration.class.getDeclaredMethods()).map(m -> m.getName()))
        .containsExactlyInAnyOrder(
            "url",
            "user",
            "_password",
            "retention",
            "batch$_$retention",
            "sample$_$retention",
            "log$_$retention",
            "process$_$retention",
            "probe$_$retention",
            "minute$_$retention",
            "hour$_$retention",
            "query$_$timeout",
            "query$_$connections",
            "durability");
  }

  @Test
  void reportsEveryProblemAtOnceByItsKey() {
    Map<String, Object> wrong =
        Map.of(
            "url", "mysql://db/x",
            "retention", "soon",
            "batch$_$retention", "1h",
            "query$_$timeout", "0s",
            "query$_$connections", 0);
    assertThatThrownBy(() -> Settings.of(new TestConfiguration(wrong)))
        .hasMessageContainingAll(
            "sink.postgres: ",
            "url: ",
            "retention: 'soon'",
            "batch-retention: '1h' is less than 1d")
        .hasMessageContainingAll("query-timeout: '0s'", "query-connections: 0");
  }

  @Test
  void keepsThePasswordOutOfItsText() {
    Map<String, Object> values =
        Map.of("url", "postgres://u:alpha@db/x", "_password", "beta", "user", "v");
    Settings settings = Settings.of(new TestConfiguration(values));
    assertThat(settings.toString()).doesNotContain("alpha").doesNotContain("beta");
    assertThat(settings.url().orElseThrow().password()).isEqualTo("beta");
  }
}
