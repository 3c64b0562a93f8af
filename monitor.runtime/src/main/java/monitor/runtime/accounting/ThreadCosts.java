package monitor.runtime.accounting;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import monitor.api.operation.Cost;

/**
 * The cost of one component: the threads in its group, those that it started by itself included,
 * because a new thread joins the group of the thread that makes it. What a thread used after the
 * last look before its end is not seen. Safe for many threads.
 */
public final class ThreadCosts {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ThreadGroup group;
  private final Map<Long, long[]> last = new HashMap<>();
  private long cpuNanos;
  private long allocatedBytes;
  private int threads;

  /** Of the threads of this group. */
  public ThreadCosts(ThreadGroup group) {
    this.group = group;
  }

  /** Looks at the threads; call it every few seconds. */
  public synchronized void look() {
    Thread[] alive = new Thread[group.activeCount() + 16];
    threads = group.enumerate(alive);
    Map<Long, long[]> now = new HashMap<>();
    for (int i = 0; i < threads; i++) {
      now.put(alive[i].threadId(), measure(alive[i].threadId()));
    }
    last.clear();
    last.putAll(now);
  }

  private long[] measure(long thread) {
    long cpu = Math.max(0, THREADS.getThreadCpuTime(thread));
    long allocated = Math.max(0, THREADS.getThreadAllocatedBytes(thread));
    long[] before = last.getOrDefault(thread, new long[2]);
    cpuNanos += Math.max(0, cpu - before[0]);
    allocatedBytes += Math.max(0, allocated - before[1]);
    return new long[] {Math.max(cpu, before[0]), Math.max(allocated, before[1])};
  }

  /** The totals as of the last look. */
  public synchronized Cost cost() {
    return new Cost(cpuNanos, allocatedBytes, threads);
  }
}
