package monitor.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private final List<Status> told = new ArrayList<>();
  private final Conditions conditions = new Conditions(told::add);

  @Test
  void tellsTheFirstProblemAndHowManyMoreThereAre() {
    conditions.set("b", "is away");
    conditions.set("a", "is slow");
    conditions.set("a", null);
    conditions.set("b", null);
    assertThat(told)
        .containsExactly(
            Status.degraded("b: is away"),
            Status.degraded("a: is slow (and 1 more)"),
            Status.degraded("b: is away"),
            Status.OK);
  }

  @Test
  void saysNothingWhenNothingChanged() {
    conditions.set("a", null);
    conditions.set("a", "is away");
    conditions.set("a", "is away");
    assertThat(told).containsExactly(Status.degraded("a: is away"));
  }
}
