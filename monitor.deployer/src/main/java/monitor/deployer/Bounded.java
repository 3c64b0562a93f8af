package monitor.deployer;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import monitor.deployer.verify.PluginRefused;
import org.osgi.framework.BundleException;

/** Calls into a plugin with a deadline, so that one that hangs does not stop the deployer. */
final class Bounded {
  private static final Pattern PLATFORM =
      Pattern.compile("(java|jdk|sun|org\\.apache\\.felix|monitor\\.deployer)\\.");
  private static final Duration GRACE = Duration.ofSeconds(1);

  private Bounded() {}

  /** Is told where a call hangs. */
  interface Stuck {
    void at(String what, StackTraceElement[] stack);
  }

  /** A call that may throw what the framework throws. */
  interface Call {
    void run() throws BundleException;
  }

  /**
   * Runs the call on a thread of its own. After the deadline that thread is interrupted and left
   * alone.
   *
   * @param plugin whose call it is; part of the thread's name
   * @param what for the message: "did not {@code what} within 10 s"
   * @param stuck told once, after the deadline
   * @throws PluginRefused after the deadline
   * @throws BundleException what the call threw
   */
  static void run(String plugin, String what, Duration deadline, Stuck stuck, Call call)
      throws PluginRefused, BundleException, InterruptedException {
    FutureTask<Void> task = new FutureTask<>(callable(call));
    Thread thread = new Thread(task, "monitor-deployer " + what + " " + plugin);
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      StackTraceElement[] stack = thread.getStackTrace();
      String where = where(stack);
      task.cancel(true);
      thread.join(GRACE.toMillis());
      stuck.at(
          "it did not %s within %d s; it was at %s".formatted(what, deadline.toSeconds(), where),
          stack);
      if (thread.isAlive()) {
        throw new PluginRefused(
            "it did not %s within %d s, and hangs in %s"
                .formatted(what, deadline.toSeconds(), where),
            e);
      }
      throw new PluginRefused(
          "it did not %s within %d s, and was interrupted in %s"
              .formatted(what, deadline.toSeconds(), where),
          e);
    } catch (ExecutionException e) {
      rethrow(e.getCause() == null ? e : e.getCause());
    }
  }

  /** The call of the plugin's own that does not come back. */
  private static String where(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(frame -> !PLATFORM.matcher(frame.getClassName()).lookingAt())
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("the framework");
  }

  private static Callable<Void> callable(Call call) {
    return () -> {
      call.run();
      return null;
    };
  }

  private static void rethrow(Throwable cause) throws BundleException {
    switch (cause) {
      case BundleException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw new BundleException("failed with an error", e);
      default -> throw new IllegalStateException(cause);
    }
  }
}
