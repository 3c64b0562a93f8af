package sink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static Settings of(Map<String, ?> values) {
    return Settings.of(TestConfiguration.of(WebSocketConfiguration.class, values));
  }

  @Test
  void hasTheseDefaults() {
    assertThat(TestConfiguration.defaults(WebSocketConfiguration.class))
        .isEqualTo(
            Map.of(
                "ca", "",
                "certificate", "",
                "key", "",
                ".token", "",
                "token.file", "",
                "connect.timeout", "10s",
                "silence", "45s",
                "patience", "60s",
                "reconnect.first", "1s",
                "reconnect.most", "60s"));
  }

  @Test
  void leavesTheHostOnlyEncrypted() {
    assertThat(of(Map.of("addresses", List.of("ws://127.0.0.1:1/transport"))).addresses())
        .hasSize(1);
    assertThatThrownBy(() -> of(Map.of("addresses", List.of("ws://collector:1/transport"))))
        .hasMessageContaining("only wss:// leaves this host");
  }

  @Test
  void namesEveryProblem() {
    assertThatThrownBy(() ->
            of(
                Map.of(
                    "addresses", List.of("http://x", "wss://"),
                    "key", "k",
                    ".token", "a b",
                    "silence", "long",
                    "reconnect.most", "100ms")))
        .hasMessageContaining("'http://x'")
        .hasMessageContaining("wss://")
        .hasMessageContaining("certificate and key belong together")
        .hasMessageContaining("silence")
        .hasMessageContaining(".token: has characters")
        .hasMessageContaining("reconnect.most is shorter");
    assertThatThrownBy(() -> of(Map.of("addresses", List.of())))
        .hasMessageContaining("name at least one collector");
  }

  @Test
  void saysNothingOfTheToken() {
    Map<String, ?> values = Map.of("addresses", List.of("wss://c:1/t"), ".token", "hush");
    assertThat(of(values).toString()).doesNotContain("hush");
  }
}
