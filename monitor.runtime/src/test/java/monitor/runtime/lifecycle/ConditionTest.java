package monitor.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Grant;
import monitor.api.operation.ComponentState;
import monitor.api.status.Status;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final Grant NOTHING =
      new Grant(Capabilities.NONE, Capabilities.NONE, Capabilities.NONE, List.of());

  private final Condition condition = new Condition();

  /** The watchdog looks at a call, and tells what it saw when the verdict is spoken already. */
  @Test
  void saysWhyItIsInQuarantineWhateverComesLate() {
    condition.is(ComponentState.ACTIVE, "");
    condition.begins(ComponentState.QUARANTINED, "it hung 5 times");
    condition.watched(Status.failed("it has not come back"));
    assertThat(condition.reason(NOTHING)).isEqualTo("it hung 5 times");
  }

  @Test
  void tellsTheWorstOfWhatIsKnownOfOneThatWorks() {
    condition.is(ComponentState.ACTIVE, "");
    condition.reports(Status.degraded("it is slow"));
    condition.watched(Status.failed("it has not come back"));
    assertThat(condition.reason(NOTHING)).isEqualTo("it has not come back");
    assertThat(condition.state(NOTHING)).isEqualTo(ComponentState.DEGRADED);
  }
}
