package monitor.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void readsDurations() {
    assertThat(Values.duration("interval", "30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(Values.duration("interval", "1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Values.duration("interval", " 100 ms ")).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void readsSizes() {
    assertThat(Values.size("max", "64MiB")).isEqualTo(64L << 20);
    assertThat(Values.size("max", "10KB")).isEqualTo(10_000);
  }

  @Test
  void namesTheKeyAndTheFormOfWhatIsWrong() {
    assertThatThrownBy(() -> Values.duration("interval", "30"))
        .hasMessage(
            "interval: '30' is not a duration such as 30s or 100ms; units are d, h, m, ms, ns, s, us");
    assertThatThrownBy(() -> Values.size("max", "64 potatoes"))
        .hasMessageStartingWith("max: '64 potatoes' is not a size such as 64MiB or 10KB");
    assertThatThrownBy(() -> Values.size("max", "")).hasMessageContaining("max");
    assertThatThrownBy(() -> Values.size("max", "99999999999999999TiB"))
        .hasMessage("max: '99999999999999999TiB' is too large");
  }
}
