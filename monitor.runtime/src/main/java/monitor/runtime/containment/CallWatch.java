package monitor.runtime.containment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The call into a component that is under way on one of its threads. One thread enters and leaves,
 * another one looks.
 */
public final class CallWatch {
  private @Nullable Call current;

  private static final class Call {
    final String name;
    final Thread thread = Thread.currentThread();
    final long beganNanos = System.nanoTime();
    boolean interrupted;

    Call(String name) {
      this.name = name;
    }
  }

  /**
   * A call that did not come back in time.
   *
   * @param name of the call
   * @param age how long it has taken
   * @param stack where it is
   * @param first whether it was interrupted by this look
   */
  public record Overdue(String name, Duration age, StackTraceElement[] stack, boolean first) {
    /** For a person, after the name of the component. */
    public String words(Duration deadline) {
      return "has not come back from %s within %s; it is at %s"
          .formatted(name, seconds(deadline), PluginGuard.place(stack));
    }

    private static String seconds(Duration time) {
      return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
  }

  /** The thread goes into the component. */
  public synchronized void enters(String call) {
    current = new Call(call);
  }

  /**
   * It came back; returns whether it had to be interrupted for that. What is left of an interrupt
   * is taken away, also of the component's own: with it nothing could be read or stored. A thread
   * that was given up, and comes back while another one is in the component, changes nothing.
   */
  public synchronized boolean leaves() {
    Call call = current;
    if (call == null || call.thread != Thread.currentThread()) {
      return false;
    }
    current = null;
    Thread.interrupted();
    return call.interrupted;
  }

  /** The call if it takes longer than that; it is interrupted, once. */
  public synchronized @Nullable Overdue overdue(Duration deadline) {
    Call call = current;
    if (call == null || System.nanoTime() - call.beganNanos < deadline.toNanos()) {
      return null;
    }
    StackTraceElement[] stack = call.thread.getStackTrace();
    boolean first = !call.interrupted;
    if (first) {
      call.interrupted = true;
      call.thread.interrupt();
    }
    return new Overdue(
        call.name, Duration.ofNanos(System.nanoTime() - call.beganNanos), stack, first);
  }
}
