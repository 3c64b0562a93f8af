package monitor.runtime.stream;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Epoch;
import monitor.api.operation.Balance;
import monitor.runtime.route.Route;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The books of one batch: everything that is written down of it from the buffer to the answer of
 * the sink, alone and while the balance is asked for without a pause.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LedgerBench {
  private static final int EVENTS = 500;

  private final StreamLedger ledger =
      new StreamLedger("bench/sample", 0, Map.of(), new Epoch(1, "0123456789abcdef"));
  private final Route route = new Route("bench/sample", "sink", 0, 0);

  /** A ledger with one route. */
  public LedgerBench() {
    ledger.routeFromNow(route);
  }

  /** One batch. */
  @Benchmark
  public long batch() {
    return entered();
  }

  /** One batch, while others ask. */
  @Benchmark
  @Group("asked")
  @GroupThreads(1)
  public long batchWhileAsked() {
    return entered();
  }

  /** What {@code GET pipeline} and {@code /metrics} ask for each route. */
  @Benchmark
  @Group("asked")
  @GroupThreads(1)
  public Balance balance() {
    return ledger.balance(route);
  }

  private long entered() {
    ledger.opened(EVENTS, () -> {});
    long first = ledger.seal(EVENTS);
    ledger.stored(10_000);
    synchronized (ledger) {
      route.accepted(first + EVENTS, EVENTS, 0, Drops.REJECTED);
    }
    return first;
  }
}
