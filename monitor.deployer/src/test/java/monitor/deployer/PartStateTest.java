package monitor.deployer;

import static monitor.api.operation.ComponentState.ACTIVE;
import static monitor.api.operation.ComponentState.DEGRADED;
import static monitor.api.operation.ComponentState.FAILED;
import static monitor.api.operation.ComponentState.INACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartStateTest {
  private static final PartState REFUSED = new PartState(INACTIVE, "refused");
  private static final PartState BROKEN = new PartState(FAILED, "broken");

  @Test
  void isActiveWithoutParts() {
    assertThat(PartState.of(List.of()).state()).isEqualTo(ACTIVE);
  }

  @Test
  void isWhatAllPartsAre() {
    assertThat(PartState.of(List.of(PartState.ACTIVE, PartState.ACTIVE)))
        .isEqualTo(PartState.ACTIVE);
    assertThat(PartState.of(List.of(REFUSED, REFUSED))).isEqualTo(REFUSED);
  }

  @Test
  void isDegradedWhereSomePartsWork() {
    assertThat(PartState.of(List.of(PartState.ACTIVE, BROKEN)))
        .isEqualTo(new PartState(DEGRADED, "broken"));
  }

  @Test
  void isTheWorstWhereNoneWorks() {
    assertThat(PartState.of(List.of(REFUSED, BROKEN)))
        .isEqualTo(new PartState(FAILED, "refused; broken"));
  }
}
