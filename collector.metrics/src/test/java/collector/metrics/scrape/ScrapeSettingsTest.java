package collector.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

class ScrapeSettingsTest {
  private static ScrapeSettings settings(Map<String, ?> values) {
    return ScrapeSettings.of(TestConfiguration.of(ScrapeConfiguration.class, values));
  }

  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(TestConfiguration.defaults(ScrapeConfiguration.class))
        .containsOnlyKeys(
            "targets",
            "targets-file",
            "interval",
            "timeout",
            "labels",
            "honor-labels",
            "honor-timestamps",
            "keep",
            "drop",
            "rename",
            "drop-labels",
            "rename-labels",
            "max-body",
            "max-series",
            "max-line",
            "max-redirects",
            "ca-file",
            "server-name",
            "bearer-file",
            "username",
            "password-file");
    ScrapeSettings settings = settings(Map.of("targets", List.of("http://[::1]/metrics")));
    assertThat(settings.targets().getFirst().instance()).isEqualTo("[::1]:80");
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.http().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.http().bodyBytes()).isEqualTo(16 << 20);
    assertThat(settings.http().redirects()).isEqualTo(5);
    assertThat(settings.http().credentials()).isEqualTo(new Credentials.None());
    assertThat(settings.limits().lineBytes()).isEqualTo(64 << 10);
    assertThat(settings.limits().samples()).isEqualTo(20_000);
    assertThat(settings.honor()).isEqualTo(new ScrapeSettings.Honor(false, true));
  }

  @Test
  void namesEveryProblemByItsKey() {
    assertThatThrownBy(() ->
            settings(
                Map.ofEntries(
                    Map.entry("targets", List.of("db:9100", "ftp://db/", "http://a:b@db/")),
                    Map.entry("targets-file", "here"),
                    Map.entry("interval", "1ms"),
                    Map.entry("timeout", "soon"),
                    Map.entry("labels", List.of("site")),
                    Map.entry("drop", List.of("a{b=c")),
                    Map.entry("rename", List.of("a*b=c")),
                    Map.entry("max-body", "2GiB"),
                    Map.entry("max-series", 0),
                    Map.entry("max-redirects", 21),
                    Map.entry("bearer-file", "/a"),
                    Map.entry("username", "a:b"),
                    Map.entry("password-file", "/b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "targets: 'db:9100'",
            "targets: 'ftp://db/'",
            "targets: 'http://a:b@db/'",
            "targets-file: 'here'",
            "interval: '1ms'",
            "timeout: 'soon'",
            "labels: 'site'",
            "drop: 'a{b=c'",
            "rename: 'a*b=c'",
            "max-body: '2GiB'",
            "max-series: 0",
            "max-redirects: 21",
            "bearer-file: excludes",
            "username: ");
    assertThatThrownBy(() -> settings(Map.of())).hasMessageContaining("targets: names none");
  }
}
