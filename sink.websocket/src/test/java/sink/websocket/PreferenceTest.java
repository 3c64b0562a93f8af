package sink.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import monitor.api.delivery.Codec;
import org.junit.jupiter.api.Test;

class PreferenceTest {
  @Test
  void isTheFirstCodecOfTheCollectorThatIsKnownHere() {
    assertThat(Courier.preferred(List.of("brotli", "lz4", "zstd"))).contains(Codec.LZ4);
    assertThat(Courier.preferred(List.of("none"))).contains(Codec.NONE);
    assertThat(Courier.preferred(List.of())).isEmpty();
    assertThat(Courier.preferred(List.of("LZ4"))).isEmpty();
  }
}
