package monitor.deployer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import monitor.api.operation.Incident;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second at what plugins do to threads that are not theirs: the one that hands out
 * changes of the configuration serves all plugins, and one that does not come back is interrupted.
 * Also at what they left behind. One thread, {@code monitor-plugin-watch}.
 */
final class PluginWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginWatch.class);

  /** Threads of the framework's services that call plugins. */
  private static final Pattern SHARED =
      Pattern.compile("(CM (Configuration Updater|Event Dispatcher)|SCR Component Actor).*");

  private final PluginCode code;
  private final Incidents incidents;
  private final LeftBehind left;
  private final Supplier<Duration> deadline;
  private final Map<Thread, Held> held = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watch = new Thread(task, "monitor-plugin-watch");
        watch.setDaemon(true);
        return watch;
      });

  private record Held(Bundle by, long sinceNanos, boolean interrupted) {}

  /**
   * Begins to watch.
   *
   * @param deadline of a call into a plugin
   */
  PluginWatch(
      BundleContext context, Incidents incidents, LeftBehind left, Supplier<Duration> deadline) {
    this.code = new PluginCode(context);
    this.incidents = incidents;
    this.left = left;
    this.deadline = deadline;
    thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      incidents.flush();
      left.look();
      List<Thread> shared =
          LeftBehind.allThreads().filter(t -> SHARED.matcher(t.getName()).matches()).toList();
      held.keySet().retainAll(shared);
      shared.forEach(this::look);
    } catch (RuntimeException e) {
      LOG.warn("The plugins could not be looked at now.", e);
    }
  }

  private void look(Thread one) {
    StackTraceElement[] stack = one.getStackTrace();
    Optional<Bundle> plugin = code.on(stack);
    Held before = held.get(one);
    if (plugin.isEmpty()) {
      held.remove(one);
    } else if (before == null || !before.by().equals(plugin.get())) {
      held.put(one, new Held(plugin.get(), System.nanoTime(), false));
    } else if (!before.interrupted()
        && System.nanoTime() - before.sinceNanos() >= deadline.get().toNanos()) {
      held.put(one, new Held(before.by(), before.sinceNanos(), true));
      incidents.report(
          before.by().getSymbolicName(),
          Incident.Kind.STUCK,
          "a change of its configuration, or its activation, did not come back within %d s and was interrupted; it held up the thread '%s' of all plugins"
              .formatted(deadline.get().toSeconds(), one.getName()),
          stack);
      one.interrupt();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
