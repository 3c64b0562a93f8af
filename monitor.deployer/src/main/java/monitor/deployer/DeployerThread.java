package monitor.deployer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Requester;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread, {@code monitor-deployer}, on which every change is a transaction, in the order in
 * which they were asked for.
 */
final class DeployerThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeployerThread.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final DeploymentLog log;
  private final Plan plan;
  private final StartFailures failures;
  private final Consumer<Deployment> takenBack;
  private final InstantSource clock;
  private @Nullable Probation probation;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "monitor-deployer"));

  /**
   * Begins to wait for changes.
   *
   * @param takenBack takes the end of each rollback that nobody asked for
   */
  DeployerThread(
      DeploymentLog log,
      Plan plan,
      StartFailures failures,
      Consumer<Deployment> takenBack,
      InstantSource clock) {
    this.log = log;
    this.plan = plan;
    this.failures = failures;
    this.takenBack = takenBack;
    this.clock = clock;
  }

  /** Has upgrades watched; once, before the first change. */
  void watch(Probation watching) {
    probation = watching;
  }

  /**
   * A change that was asked for.
   *
   * @param now as it stands
   * @param end completes with the terminal state
   */
  record Submitted(Deployment now, CompletableFuture<Deployment> end) {}

  Submitted submit(Request request) {
    Progress progress = new Progress(log, clock, request);
    Deployment now = progress.now();
    CompletableFuture<Deployment> end =
        CompletableFuture.supplyAsync(() -> deploy(new Change(request, progress)), thread);
    return new Submitted(now, end);
  }

  /** Runs something that is no change, in its turn. */
  <T> Future<T> call(Callable<T> task) {
    return thread.submit(task);
  }

  void execute(Runnable task) {
    thread.execute(task);
  }

  /** The version before an upgrade comes back, as if a person had asked for it. */
  void takeBack(Deployment upgrade, String reason) {
    String why = "%s failed on probation: %s".formatted(upgrade.toVersion(), reason);
    LOG.warn("{} {}; {} comes back.", upgrade.plugin(), why, upgrade.fromVersion());
    submit(
            Request.rollback(
                upgrade.plugin(),
                String.valueOf(upgrade.fromVersion()),
                upgrade.toVersion(),
                new Requester("monitor", why)))
        .end()
        .thenAccept(takenBack);
  }

  private Deployment deploy(Change change) {
    if (probation == null) {
      return run(change);
    }
    probation.pause();
    Deployment end = run(change);
    probation.resume(change.touched() ? end.plugin() : null);
    boolean upgraded = end.action() == Action.UPGRADE && change.runsAfter() && change.touched();
    if (upgraded && end.state() == Deployment.State.COMMITTED) {
      probation.begin(end, change.failedBefore());
    }
    return end;
  }

  private Deployment run(Change change) {
    Deployment end = new Transaction(plan.steps(change.request().action()), change).run();
    if (end.state() == Deployment.State.COMMITTED) {
      failures.changed(end.plugin());
      LOG.info("{} of {} by {}: committed.", end.action(), end.plugin(), end.requestedBy());
    } else {
      LOG.warn(
          "{} of {} by {}: {}; {}.",
          end.action(),
          end.plugin(),
          end.requestedBy(),
          end.state().label(),
          end.reason());
    }
    return end;
  }

  /** Ends the thread; a change that goes on is taken back. */
  @Override
  public void close() {
    if (probation != null) {
      probation.close();
    }
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A deployment did not end within {} s.", CLOSE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
