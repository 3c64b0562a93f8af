package monitor.api.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  @Test
  void keepsTheBitsOfTheFrameworkItFollows() {
    assertThat(Capability.PROCESS.mask()).isEqualTo(1);
    assertThat(Capability.NETWORK.mask()).isEqualTo(2);
    assertThat(Capability.FILESYSTEM.mask()).isEqualTo(4);
    assertThat(Capability.PERFORMANCE.mask()).isEqualTo(8);
    assertThat(Capability.REALTIME.mask()).isEqualTo(16);
    assertThat(Capability.KERNEL_LEVEL.mask()).isEqualTo(32);
    assertThat(Capability.SYSTEM_WIDE.mask()).isEqualTo(64);
  }

  @Test
  void obeysTheLawsOfSetsForAnyBits() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      Capabilities a = new Capabilities(random.nextLong());
      Capabilities b = new Capabilities(random.nextLong());
      assertThat(a.and(b).or(a.minus(b))).as("seed %d", seed).isEqualTo(a);
      assertThat(a.or(b).contains(a)).as("seed %d", seed).isTrue();
      assertThat(a.minus(b).and(b)).as("seed %d", seed).isEqualTo(Capabilities.NONE);
      assertThat(Capabilities.ofNames(a.names())).as("seed %d", seed).isEqualTo(a);
    }
  }

  @Test
  void keepsAndNamesBitsOfLaterVersions() {
    Capabilities later = new Capabilities(1L << 40 | Capability.LOGS.mask());
    assertThat(later.names()).isEqualTo(List.of("LOGS", "BIT_40"));
  }

  @Test
  void refusesUnknownNamesAndListsTheKnown() {
    assertThatThrownBy(() -> Capabilities.ofNames(List.of("ROOT")))
        .hasMessageStartingWith("unknown capability 'ROOT'; known are [PROCESS, NETWORK");
  }
}
