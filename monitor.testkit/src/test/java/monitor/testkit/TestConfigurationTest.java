package monitor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestConfigurationTest {
  @interface Example {
    String journal_max$_$size() default "1GiB";

    int per__core() default 3;

    String[] types() default {"ext4", "xfs"};
  }

  @Test
  void hasTheDefaultsUnderTheKeysOfTheConfiguration() {
    assertThat(TestConfiguration.defaults(Example.class))
        .isEqualTo(
            Map.of("journal.max-size", "1GiB", "per_core", 3, "types", List.of("ext4", "xfs")));
  }

  @Test
  void replacesWhatIsGiven() {
    Example example =
        TestConfiguration.of(
            Example.class, Map.of("journal.max-size", "2GiB", "types", List.of("btrfs")));
    assertThat(example.journal_max$_$size()).isEqualTo("2GiB");
    assertThat(example.per__core()).isEqualTo(3);
    assertThat(example.types()).containsExactly("btrfs");
  }

  @Test
  void refusesAnUnknownKey() {
    assertThatThrownBy(() -> TestConfiguration.of(Example.class, Map.of("size", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size");
  }
}
