package monitor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The bytes of every form of message, as other agents and collectors read and write them. */
class MessageVectorsTest {
  private static byte[] vector(String name) throws Exception {
    try (InputStream in =
        MessageVectorsTest.class.getResourceAsStream("/vectors/" + name + ".hex")) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }

  @TestFactory
  Iterable<DynamicTest> readsAndWritesTheVector() {
    return Samples.all().entrySet().stream()
        .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> check(sample)))
        .toList();
  }

  private static void check(Map.Entry<String, Message> sample) throws Exception {
    ByteBuffer encoded = Messages.encode(sample.getValue());
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(HexFormat.of().formatHex(vector(sample.getKey())));
    assertThat(Messages.decode(ByteBuffer.wrap(bytes))).isEqualTo(sample.getValue());
  }
}
