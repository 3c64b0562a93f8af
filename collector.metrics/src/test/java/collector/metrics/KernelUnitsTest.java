package collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class KernelUnitsTest {
  @Test
  void readsTheAuxiliaryVector() {
    ByteBuffer vector = ByteBuffer.allocate(4 * 16).order(ByteOrder.nativeOrder());
    vector.putLong(33).putLong(0x7fff_0000_0000L); // the vDSO, of no interest
    vector.putLong(6).putLong(65_536);
    vector.putLong(17).putLong(1_000);
    assertThat(KernelUnits.parse(vector.array())).isEqualTo(new KernelUnits(65_536, 1_000));
  }

  @Test
  void knowsThisMachine() {
    KernelUnits units = KernelUnits.ofThisMachine();
    assertThat(units.pageBytes()).isIn(4_096L, 16_384L, 65_536L);
    assertThat(units.ticksPerSecond()).isPositive();
  }
}
