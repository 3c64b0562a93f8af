package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static Settings of(Map<String, ?> values) {
    return Settings.of(TestConfiguration.of(ReceiverConfiguration.class, values));
  }

  @Test
  void hasTheseDefaults() {
    assertThat(TestConfiguration.defaults(ReceiverConfiguration.class))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("certificate", ""),
                Map.entry("key", ""),
                Map.entry("client.ca", ""),
                Map.entry("join", false),
                Map.entry("names", List.of()),
                Map.entry(".token", ""),
                Map.entry("jwt", false),
                Map.entry("tags", List.of()),
                Map.entry("codecs", List.of("zstd", "lz4", "snappy", "gzip", "none")),
                Map.entry("connections.max", 2_000),
                Map.entry("window", "8MiB"),
                Map.entry("arriving.max", "64MiB"),
                Map.entry("silence", "90s"),
                Map.entry("grace", "2s")));
  }

  @Test
  void listensBeyondLoopbackOnlyWithProofOnBothSides() {
    assertThat(of(Map.of("listen", "127.0.0.1:9000")).secure()).isFalse();
    assertThatThrownBy(() -> of(Map.of("listen", "0.0.0.0:9000")))
        .hasMessageContaining("needs certificate and key")
        .hasMessageContaining("nobody is let in from elsewhere without proof");
    assertThatThrownBy(() -> of(Map.of("listen", "0.0.0.0:9000", "certificate", "c", "key", "k")))
        .hasMessageContaining("nobody is let in from elsewhere without proof");
    Settings settings =
        of(Map.of("listen", "[::]:9000", "certificate", "c", "key", "k", "client.ca", "a"));
    assertThat(settings.certified()).isTrue();
    assertThat(of(Map.of("listen", "0.0.0.0:9000", "join", true)).certified()).isTrue();
    assertThat(settings.host()).isEqualTo("::");
    assertThat(settings.port()).isEqualTo(9_000);
  }

  @Test
  void namesEveryProblem() {
    assertThatThrownBy(() ->
            of(Map.of("listen", "nowhere", "window", "much", "tags", List.of("x"), "key", "k")))
        .hasMessageContaining("listen:")
        .hasMessageContaining("window")
        .hasMessageContaining("tags:")
        .hasMessageContaining("certificate and key belong together");
    assertThatThrownBy(() -> of(Map.of("listen", "[::]:9000", "join", true, "client.ca", "a")))
        .hasMessageContaining("join: certificate, key and client.ca are those of the platform");
  }

  @Test
  void asksForOneTokenOnly() {
    Map<String, Object> remote =
        Map.of("listen", "[::]:9000", "certificate", "c", "key", "k", "jwt", true);
    assertThat(of(remote).signed()).isTrue();
    Map<String, Object> both = new HashMap<>(remote);
    both.put(".token", "hush");
    assertThatThrownBy(() -> of(both)).hasMessageContaining("jwt: a connection has one token");
  }

  @Test
  void takesOnlyCodecsThatThereAre() {
    assertThat(of(Map.of("listen", "127.0.0.1:0", "codecs", List.of("lz4", "none"))).codecs())
        .containsExactly("lz4", "none");
    for (List<String> wrong : List.of(List.<String>of(), List.of("lz4", "LZMA"))) {
      assertThatThrownBy(() -> of(Map.of("listen", "127.0.0.1:0", "codecs", wrong)))
          .hasMessageContaining("codecs: has to name some of");
    }
  }

  @Test
  void saysNothingOfTheToken() {
    assertThat(of(Map.of("listen", "127.0.0.1:0", ".token", "hush")).toString())
        .doesNotContain("hush");
  }
}
