package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

class ReachabilitySettingsTest {
  private static ReachabilitySettings settings(Map<String, Object> values) {
    return ReachabilitySettings.of(TestConfiguration.of(ReachabilityConfiguration.class, values));
  }

  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(TestConfiguration.defaults(ReachabilityConfiguration.class))
        .containsOnlyKeys("probe", "interval", "timeout", "samples", "parameters", "tags");
    ReachabilitySettings settings = settings(Map.of("targets", new String[] {"a", "a", "b"}));
    assertThat(settings.probe()).isEqualTo("ping");
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.targets())
        .containsExactly(
            ProbeTargets.target("a", Duration.ofSeconds(2), 3),
            ProbeTargets.target("b", Duration.ofSeconds(2), 3));
  }

  @Test
  void readsParametersAndTags() {
    ReachabilitySettings settings =
        settings(
            Map.of(
                "targets", new String[] {"a"},
                "parameters", new String[] {"family=4", "expect=a=b"},
                "tags", new String[] {"site = lab"}));
    assertThat(settings.targets().getFirst().parameters())
        .isEqualTo(Map.of("family", "4", "expect", "a=b"));
    assertThat(settings.tags()).isEqualTo(Attributes.of("site", "lab"));
  }

  @Test
  void tellsAllProblemsAtOnceWithTheirKeys() {
    assertThatThrownBy(() ->
            settings(
                Map.of(
                    "targets",
                    new String[0],
                    "probe",
                    " ",
                    "interval",
                    "1ms",
                    "timeout",
                    "soon",
                    "samples",
                    0,
                    "parameters",
                    new String[] {"family"},
                    "tags",
                    new String[] {"=x"})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "probe: names no probe",
            "interval: 1ms is not between 100ms and 86400s",
            "timeout: 'soon'",
            "samples: 0",
            "parameters: 'family' is not of the form name=value",
            "tags: '=x'",
            "targets: names none");
  }
}
