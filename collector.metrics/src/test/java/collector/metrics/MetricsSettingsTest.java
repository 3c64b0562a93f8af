package collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

class MetricsSettingsTest {
  private static MetricsSettings settings(Map<String, ?> values) {
    return MetricsSettings.of(TestConfiguration.of(MetricsConfiguration.class, values));
  }

  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(TestConfiguration.defaults(MetricsConfiguration.class))
        .containsOnlyKeys(
            "interval",
            "root",
            "cpu.per-core",
            "cpu.per-core-modes",
            "disks.exclude",
            "network.exclude",
            "filesystems.interval",
            "filesystems.include",
            "filesystems.exclude",
            "processes.interval",
            "processes.top",
            "processes.changes",
            "processes.command-lines");
    MetricsSettings settings = settings(Map.of());
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.host()).isEqualTo(new HostFiles(Path.of("/")));
    assertThat(settings.cores()).isEqualTo(CpuMeter.Cores.BUSY);
    assertThat(settings.excludedDisks()).containsExactly("loop*", "ram*");
    assertThat(settings.excludedInterfaces()).isEmpty();
    assertThat(settings.filesystems().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.filesystems().include()).contains("ext*", "xfs").doesNotContain("nfs4");
    assertThat(settings.filesystems().exclude()).isEmpty();
    assertThat(settings.processes())
        .isEqualTo(new MetricsSettings.Processes(Duration.ofSeconds(5), 20, true, true));
  }

  @Test
  void takesEveryKey() {
    MetricsSettings settings =
        settings(
            Map.ofEntries(
                Map.entry("interval", "2s"),
                Map.entry("root", "/host"),
                Map.entry("cpu.per-core-modes", true),
                Map.entry("disks.exclude", List.of("sd*")),
                Map.entry("network.exclude", List.of("veth*")),
                Map.entry("filesystems.interval", "1m"),
                Map.entry("filesystems.include", List.of("nfs*")),
                Map.entry("filesystems.exclude", List.of("nfs3")),
                Map.entry("processes.interval", "30s"),
                Map.entry("processes.top", 5),
                Map.entry("processes.changes", false),
                Map.entry("processes.command-lines", false)));
    assertThat(settings)
        .isEqualTo(
            new MetricsSettings(
                Duration.ofSeconds(2),
                new HostFiles(Path.of("/host")),
                CpuMeter.Cores.MODES,
                List.of("sd*"),
                List.of("veth*"),
                new MetricsSettings.Filesystems(
                    Duration.ofMinutes(1), List.of("nfs*"), List.of("nfs3")),
                new MetricsSettings.Processes(Duration.ofSeconds(30), 5, false, false)));
  }

  @Test
  void leavesOutProcessors() {
    assertThat(settings(Map.of("cpu.per-core", false)).cores()).isEqualTo(CpuMeter.Cores.NOTHING);
  }

  @Test
  void namesEveryProblemByItsKey() {
    assertThatThrownBy(() ->
            settings(
                Map.of(
                    "interval", "50ms",
                    "root", "here",
                    "filesystems.interval", "often",
                    "processes.interval", "2h",
                    "processes.top", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "interval: '50ms'",
            "root: 'here'",
            "filesystems.interval: 'often'",
            "processes.interval: '2h'",
            "processes.top: -1");
  }
}
