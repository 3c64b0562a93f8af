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
    assertThat(settings.queryTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.queryConnections()).isEqualTo(4);
    assertThat(settings.strict()).isTrue();
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
