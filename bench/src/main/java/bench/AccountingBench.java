package bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import monitor.api.operation.Cost;
import monitor.runtime.accounting.ThreadCosts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to look at the threads of one component, which happens once a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccountingBench {
  private final CountDownLatch end = new CountDownLatch(1);
  private final ThreadGroup group = new ThreadGroup("bench");
  private final ThreadCosts costs = new ThreadCosts(group);

  /** Threads of the component. */
  @Param({"1", "10"})
  private int threads;

  /** The threads run until the end. */
  @Setup(Level.Trial)
  public void start() {
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(group, this::await);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void stop() {
    end.countDown();
  }

  /** One look. */
  @Benchmark
  public Cost look() {
    costs.look();
    return costs.cost();
  }
}
