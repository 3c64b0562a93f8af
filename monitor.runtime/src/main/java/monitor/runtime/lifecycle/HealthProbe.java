package monitor.runtime.lifecycle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import monitor.api.status.HealthCheck;
import monitor.runtime.containment.CallWatch;
import org.jspecify.annotations.Nullable;

/**
 * Asks the health check of one component on a thread of its own, so that one that does not answer
 * keeps nobody waiting. Safe for many threads.
 */
public final class HealthProbe {
  private final ThreadGroup threads;
  private final String name;
  private final Condition condition;
  private final CallWatch call = new CallWatch();
  private final AtomicBoolean asking = new AtomicBoolean();

  /** Of a component; the answer goes into its condition. */
  public HealthProbe(ThreadGroup threads, String name, Condition condition) {
    this.threads = threads;
    this.name = name;
    this.condition = condition;
  }

  /** Begins to ask, unless the answer before is still awaited. */
  public void ask(HealthCheck check) {
    if (asking.compareAndSet(false, true)) {
      Worker.of(threads, "health check of " + name, () -> answer(check)).start();
    }
  }

  private void answer(HealthCheck check) {
    call.enters("its health check");
    try {
      condition.ask(check);
    } finally {
      call.leaves();
      asking.set(false);
    }
  }

  /** The check if it takes longer than that; it is interrupted, once. */
  public CallWatch.@Nullable Overdue overdue(Duration deadline) {
    return call.overdue(deadline);
  }
}
