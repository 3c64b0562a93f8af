package monitor.deployer;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import monitor.api.operation.Incident;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What plugins leave behind when they are stopped or replaced: threads that still run their code,
 * and classes that stay in memory. Nothing can be done about either but to say so.
 */
final class LeftBehind {
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Collections of all of the heap that classes may outlive: what holds them then holds on. */
  private static final int COLLECTIONS = 3;

  private static final int MOST_NAMES = 5;

  private final PluginCode code;
  private final Incidents incidents;
  private final List<Threads> stopped = new CopyOnWriteArrayList<>();
  private final List<Classes> replaced = new CopyOnWriteArrayList<>();

  private record Threads(String plugin, List<Thread> threads, long sinceNanos) {}

  private record Classes(
      String plugin, String version, WeakReference<ClassLoader> loader, long collections) {}

  LeftBehind(BundleContext context, Incidents incidents) {
    this.code = new PluginCode(context);
    this.incidents = incidents;
  }

  /** A plugin was stopped: what runs its code now, and still does in a while, was left behind. */
  void stopped(Bundle plugin) {
    ClassLoader loader = loader(plugin);
    List<Thread> running = allThreads().filter(thread -> runs(thread, plugin, loader)).toList();
    if (!running.isEmpty()) {
      stopped.add(new Threads(plugin.getSymbolicName(), running, System.nanoTime()));
    }
  }

  /** The classes of a plugin are about to be let go. */
  void leaving(Bundle plugin) {
    ClassLoader loader = loader(plugin);
    if (loader != null) {
      replaced.add(
          new Classes(
              plugin.getSymbolicName(),
              plugin.getVersion().toString(),
              new WeakReference<>(loader),
              collections()));
    }
  }

  private static @Nullable ClassLoader loader(Bundle plugin) {
    BundleWiring wiring = plugin.adapt(BundleWiring.class);
    return wiring == null ? null : wiring.getClassLoader();
  }

  private boolean runs(Thread thread, Bundle plugin, @Nullable ClassLoader loader) {
    return thread != Thread.currentThread()
        && (loader != null && thread.getClass().getClassLoader() == loader
            || code.isOn(thread.getStackTrace(), plugin));
  }

  static Stream<Thread> allThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] all = new Thread[root.activeCount() * 2 + 16];
    int count = root.enumerate(all, true);
    return Stream.of(all).limit(count);
  }

  /** Looks once; call it about once a second, on one thread. */
  void look() {
    for (Threads one : stopped) {
      if (System.nanoTime() - one.sinceNanos() >= GRACE.toNanos()) {
        stopped.remove(one);
        report(one);
      }
    }
    long now = collections();
    for (Classes one : replaced) {
      if (one.loader().get() == null) {
        replaced.remove(one);
      } else if (now - one.collections() >= COLLECTIONS) {
        replaced.remove(one);
        report(one);
      }
    }
  }

  private void report(Threads one) {
    List<Thread> alive = one.threads().stream().filter(Thread::isAlive).toList();
    if (alive.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    alive.stream().limit(MOST_NAMES).forEach(thread -> names.add("'" + thread.getName() + "'"));
    if (alive.size() > MOST_NAMES) {
      names.add("…");
    }
    Optional<StackTraceElement[]> stack = alive.stream().map(Thread::getStackTrace).findFirst();
    incidents.report(
        one.plugin(),
        Incident.Kind.LEAK,
        "%d of its threads still run %d s after it was stopped, and only a restart of the platform ends them: %s"
            .formatted(
                alive.size(), GRACE.toSeconds(), names.stream().collect(Collectors.joining(", "))),
        stack.orElse(new StackTraceElement[0]));
  }

  private void report(Classes one) {
    incidents.report(
        one.plugin(),
        Incident.Kind.LEAK,
        "the classes of its version %s are still in memory after %d collections: a thread, a static field or a listener of somebody else holds them"
            .formatted(one.version(), COLLECTIONS),
        new StackTraceElement[0]);
  }

  /** Collections of the whole heap so far; those of the young part do not unload classes. */
  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(bean -> bean.getName().matches("(?i).*(marksweep|old|major|global).*"))
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
