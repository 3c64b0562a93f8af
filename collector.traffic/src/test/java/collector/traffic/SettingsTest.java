package collector.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static CaptureSettings capture(Map<String, Object> values) {
    return CaptureSettings.of(TestConfiguration.of(TrafficConfiguration.class, values));
  }

  @Test
  void hasTheDocumentedDefaults() {
    CaptureSettings settings = capture(Map.of("interfaces", new String[] {"eth0"}));
    assertThat(settings.filter()).isEmpty();
    assertThat(settings.snapLength()).isEqualTo(2048);
    assertThat(settings.bufferBytes()).isEqualTo(8 << 20);
    assertThat(settings.promiscuous()).isFalse();
    assertThat(settings.ringBytes()).isZero();
    assertThat(settings.ringFiles()).isEqualTo(10);
    assertThat(settings.traffic())
        .isEqualTo(
            new TrafficSettings(
                Duration.ofSeconds(10),
                new FlowSettings(
                    Duration.ofMinutes(1),
                    32_768,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    10),
                true,
                true));
  }

  @Test
  void namesEveryKeyThatIsWrong() {
    assertThatThrownBy(() ->
            capture(
                Map.of(
                    "buffer", "1KiB",
                    "snap-length", "huge",
                    "flows.max", 3,
                    "flows.idle", "0s",
                    "ring.size", "5KiB",
                    "filter", "x".repeat(5000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interfaces: names none")
        .hasMessageContaining("buffer: '1KiB' is not between 1MiB and 1GiB")
        .hasMessageContaining("snap-length: ")
        .hasMessageContaining("flows.max: 3 is not between 16 and 1000000")
        .hasMessageContaining("flows.idle: '0s' is not between 1s and 1d")
        .hasMessageContaining("ring.size: '5KiB' is neither 0B nor at least 1MiB")
        .hasMessageContaining("filter: it is longer than 4096 characters");
    assertThatThrownBy(() ->
            ReplaySettings.of(
                TestConfiguration.of(
                    ReplayConfiguration.class, Map.of("paths", new String[] {"a.pcap", "/x/["}))))
        .hasMessageContaining("paths: 'a.pcap' is not the absolute path of a file")
        .hasMessageContaining("paths: '/x/[' is not a path");
  }
}
