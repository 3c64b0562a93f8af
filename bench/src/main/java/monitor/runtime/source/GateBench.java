package monitor.runtime.source;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What stands between a source and its stream for each unit that it hands over, beside the same
 * hand-over without it. The receiver only looks whether the run is alive, as a buffer with room
 * does not even do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBench {
  private final Fence fence = new Fence("bench");
  private long taken;

  /** Straight to the receiver. */
  @Benchmark
  public long ungated() {
    return take(() -> true);
  }

  /** As {@link RunStream} does it. */
  @Benchmark
  public long gated() {
    fence.check();
    long now = take(fence::open);
    fence.check();
    return now;
  }

  private long take(BooleanSupplier alive) {
    return alive.getAsBoolean() ? ++taken : 0;
  }
}
