package collector.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import collector.metrics.scrape.Relabelling.Selector;
import collector.metrics.scrape.Relabelling.Wildcard;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelabellingTest {
  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, ab, false",
    "*, '', true",
    "*, abc, true",
    "a*, a, true",
    "a*, ba, false",
    "*a, ba, true",
    "*a, ab, false",
    "a*c, abc, true",
    "a*a, a, false",
    "a*a, aa, true",
    "a*b*c, aXbYc, true",
    "a*b*c, ac, false",
    "a*b*b, ab, false",
    "*b*, abc, true",
    "'', '', true",
    "'', a, false"
  })
  void matchesNames(String pattern, String name, boolean matches) {
    assertThat(Wildcard.of(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void selectsByLabels() {
    Selector selector = Selector.of("http_*{code=5*, user=}");
    assertThat(selector.matches("http_requests", Map.of("code", "503"))).isTrue();
    assertThat(selector.matches("http_requests", Map.of("code", "503", "user", "me"))).isFalse();
    assertThat(selector.matches("http_requests", Map.of("code", "200"))).isFalse();
    assertThat(selector.matches("grpc_requests", Map.of("code", "503"))).isFalse();
  }

  @Test
  void refusesWhatIsNoSelector() {
    assertThatThrownBy(() -> Selector.of("a{b=c")).hasMessageContaining("no } at its end");
    assertThatThrownBy(() -> Selector.of("a{b}")).hasMessageContaining("label=value");
  }

  @Test
  void keepsWhatTheStarOfARenameStandsFor() {
    assertThat(Wildcard.of("node_*").replaced("node_load1", "host_*")).isEqualTo("host_load1");
    assertThat(Wildcard.of("up").replaced("up", "alive")).isEqualTo("alive");
    assertThat(Wildcard.of("up").replaced("down", "alive")).isNull();
  }
}
