package sink.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import monitor.api.event.Kind;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

class ConsoleSettingsTest {
  private static ConsoleSettings settings(Map<String, ?> values) {
    return ConsoleSettings.of(TestConfiguration.of(ConsoleConfiguration.class, values));
  }

  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(TestConfiguration.defaults(ConsoleConfiguration.class))
        .isEqualTo(Map.of("format", "json", "kinds", List.of("*")));
    assertThat(settings(Map.of()))
        .isEqualTo(new ConsoleSettings(ConsoleSettings.Format.JSON, Set.of("*")));
  }

  @Test
  void choosesKinds() {
    ConsoleSettings settings = settings(Map.of("format", "text", "kinds", List.of("log", "a.b")));
    assertThat(settings.format()).isEqualTo(ConsoleSettings.Format.TEXT);
    assertThat(settings.prints(Kind.LOG)).isTrue();
    assertThat(settings.prints(new Kind("a.b"))).isTrue();
    assertThat(settings.prints(Kind.SAMPLE)).isFalse();
  }

  @Test
  void namesEveryProblem() {
    assertThatThrownBy(() -> settings(Map.of("format", "xml", "kinds", List.of("Log"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("format: 'xml'", "kinds: 'Log'");
  }
}
