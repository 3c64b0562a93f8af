package monitor.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTest {
  private static final byte[] BLOCK = "alpha\nbe\u00e9ta\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void isASliceOfItsBlock() {
    Text text = Text.slice(BLOCK, 6, 6);
    assertThat(text).hasToString("be\u00e9ta").isEqualTo(Text.of("be\u00e9ta"));
    assertThat(text.hashCode()).isEqualTo(Text.of("be\u00e9ta").hashCode());
    assertThat(text.blockLength()).isEqualTo(BLOCK.length);
    assertThat(text.truncate(2)).isEqualTo(Text.of("be"));
  }

  @Test
  void keepsBytesThatAreNotUtf8() {
    byte[] bytes = {'a', (byte) 0xff, 'b'};
    Text text = Text.slice(bytes, 0, 3);
    assertThat(text.isUtf8()).isFalse();
    assertThat(text.toByteArray()).isEqualTo(bytes);
    assertThat(text).hasToString("a\ufffdb");
    assertThat(Text.of("be\u00e9ta").isUtf8()).isTrue();
  }

  @Test
  void refusesASliceOutsideTheBlock() {
    assertThatThrownBy(() -> Text.slice(BLOCK, 10, 10))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Text.of("a").truncate(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Text.of("a").truncate(Integer.MAX_VALUE)).isEqualTo(Text.of("a"));
  }
}
