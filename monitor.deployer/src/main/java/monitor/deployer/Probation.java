package monitor.deployer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import monitor.api.operation.Deployment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches plugins for a while after their upgrade was committed, and asks for the version before
 * when one fails: what is healthy for three seconds has passed its trial. One thread, {@code
 * monitor-deployer-watch}.
 */
final class Probation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Probation.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final PluginBundles bundles;
  private final Health health;
  private final Supplier<Duration> length;
  private final BiConsumer<Deployment, String> failed;
  private final Map<String, Watched> watched = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> new Thread(task, "monitor-deployer-watch"));

  private boolean paused;

  private record Watched(Deployment upgrade, Set<String> excused, long endNanos, Flood flood) {}

  /**
   * Begins to watch.
   *
   * @param length of a probation; may change
   * @param failed takes the upgrade and the reason, once
   */
  Probation(
      PluginBundles bundles,
      Health health,
      Supplier<Duration> length,
      BiConsumer<Deployment, String> failed) {
    this.bundles = bundles;
    this.health = health;
    this.length = length;
    this.failed = failed;
    thread.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A deployment begins: what it stops has not failed. */
  synchronized void pause() {
    paused = true;
  }

  /** It has ended; what was watched of the plugin that it changed does not count any more. */
  synchronized void resume(@Nullable String changed) {
    paused = false;
    if (changed != null) {
      watched.remove(changed);
    }
  }

  /**
   * A version was put in the place of another and passed its trial.
   *
   * @param excused sources and sinks that did not work before either
   */
  synchronized void begin(Deployment upgrade, Set<String> excused) {
    long end = System.nanoTime() + length.get().toNanos();
    watched.put(upgrade.plugin(), new Watched(upgrade, excused, end, new Flood()));
  }

  private synchronized void look() {
    for (Watched one :
        paused || bundles.stopping() ? List.<Watched>of() : List.copyOf(watched.values())) {
      try {
        look(one);
      } catch (RuntimeException e) {
        LOG.warn("The probation of {} could not be judged now.", one.upgrade().plugin(), e);
      }
    }
  }

  private void look(Watched one) {
    String plugin = one.upgrade().plugin();
    long now = System.nanoTime();
    Optional<String> failure =
        bundles
            .find(plugin)
            .flatMap(bundle -> health.failure(bundle, one.excused()))
            .or(() -> one.flood().look(health.moving(plugin), now));
    boolean over = now - one.endNanos() >= 0;
    if ((over || failure.isPresent()) && watched.remove(plugin, one)) {
      failure.ifPresent(reason -> failed.accept(one.upgrade(), reason));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
