package monitor.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicReference;
import monitor.api.delivery.Work;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one plugin: those the harness starts for it and those it starts by itself, which
 * inherit the group.
 */
final class PluginThreads {
  private final ThreadGroup group;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  PluginThreads(String name) {
    this.group = new ThreadGroup(name);
  }

  /** Starts a thread; an exception that escapes it is kept as the failure. */
  Thread start(String name, Work task, Runnable whenEnded) {
    Thread thread =
        new Thread(
            group,
            () -> {
              try {
                task.run();
              } catch (Throwable e) { // whatever escapes is what the test asks for
                failure.compareAndSet(null, e);
              } finally {
                whenEnded.run();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The first exception that escaped a thread, or null. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /** Threads that are alive; those of the pool that all of Java shares do not count. */
  List<Thread> alive() {
    Thread[] threads = new Thread[group.activeCount() + 16];
    int count = group.enumerate(threads, true);
    return Arrays.stream(threads, 0, count)
        .filter(Objects::nonNull)
        .filter(thread -> !(thread instanceof ForkJoinWorkerThread))
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .toList();
  }

  void interrupt() {
    alive().forEach(Thread::interrupt);
  }
}
