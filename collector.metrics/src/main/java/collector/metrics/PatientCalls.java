package collector.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for something that may never answer, such as a file system whose server is gone: a call to
 * the kernel that hangs cannot be ended by anybody. Each question is asked on a daemon thread of
 * its own, which is left behind when the patience is over; while it hangs, the same question is not
 * asked again, so that there is at most one such thread for each. Used by one thread.
 *
 * @param <A> the answer
 */
final class PatientCalls<A> {
  private final String name;
  private final Duration patience;
  private final Map<String, FutureTask<A>> hanging = new HashMap<>();

  PatientCalls(String name, Duration patience) {
    this.name = name;
    this.patience = patience;
  }

  /**
   * The answer, or null if it does not come in time, or one of before still hangs.
   *
   * @param about tells questions apart, and is in the name of the thread
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  @Nullable A ask(String about, Supplier<A> question) throws InterruptedException {
    FutureTask<A> before = hanging.get(about);
    if (before != null && !before.isDone()) {
      return null;
    }
    hanging.remove(about);
    FutureTask<A> call = new FutureTask<>(question::get);
    Thread.ofPlatform().daemon().name(name + " " + about).start(call);
    return await(about, call);
  }

  private @Nullable A await(String about, FutureTask<A> call) throws InterruptedException {
    try {
      return call.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      hanging.put(about, call);
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "asking about " + about + " failed: " + e.getCause(), e.getCause());
    }
  }
}
