package sink.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class StringsTest {
  @Test
  void storesEveryWholeCharacterButZero() {
    assertThat(Strings.storable("")).isTrue();
    assertThat(Strings.storable("täglich \u001b 😀😀")).isTrue();
    assertThat(Strings.storable("a\0b")).isFalse();
    assertThat(Strings.storable("\ud83d")).isFalse();
    assertThat(Strings.storable("\ude00\ud83d")).isFalse();
    assertThat(Strings.storable("\ud83dx")).isFalse();
    assertThat(Strings.storable("😀\ud83d")).isFalse();
  }

  @Test
  void replacesOnlyWhatCannotBeStored() {
    assertThat(Strings.readable("a\0b😀\ud83dc\ude00")).isEqualTo("a\ufffdb😀\ufffdc\ufffd");
  }

  @Test
  void saysWhatCannotBeStored() {
    assertThatThrownBy(() -> Strings.check("attribute k", "\0"))
        .hasMessageContaining("attribute k")
        .hasMessageContaining("zero character");
    assertThatThrownBy(() -> Strings.name("the host", "ü".repeat(401)))
        .hasMessageContaining("the host is longer than 800");
  }
}
