package monitor.rest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttentionTest {
  private final Attention attention = new Attention();

  @Test
  void lingersAfterTheLastClientLeft() {
    assertThat(attention.lingers(5)).isFalse();
    attention.left(5);
    assertThat(attention.lingers(4 + Attention.LINGER_NANOS)).isTrue();
    assertThat(attention.lingers(5 + Attention.LINGER_NANOS)).isFalse();
  }

  @Test
  void remembersWhereNobodyAttended() {
    assertThat(attention.unbrokenSince(0)).isTrue();
    attention.resumed(7);
    assertThat(attention.unbrokenSince(7)).isFalse();
    assertThat(attention.unbrokenSince(8)).isTrue();
  }
}
