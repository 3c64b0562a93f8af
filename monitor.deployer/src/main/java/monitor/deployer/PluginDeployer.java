package monitor.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import monitor.api.operation.Deployer;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PluginView;
import monitor.deployer.verify.JarLimits;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployer without its component: every change is a transaction on the one thread {@code
 * monitor-deployer}. Thread-safe.
 */
final class PluginDeployer implements Deployer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginDeployer.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final PluginStore store;
  private final Installed installed;
  private final DeploymentLog log;
  private final StartFailures failures = new StartFailures();
  private final Plan plan;
  private final PluginViews views;
  private final Startup startup;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "monitor-deployer"));
  private volatile boolean settled;

  /**
   * Reads what is there; changes nothing yet.
   *
   * @param context of the deployer's bundle
   * @param components the component runtime
   * @param pipeline the pipeline, where there is one
   * @param folders where things are
   * @param limits how long a trial takes
   * @param clock for the history
   * @throws IOException if the data folder cannot be read or written
   */
  PluginDeployer(
      BundleContext context,
      ServiceComponentRuntime components,
      Supplier<Optional<Pipeline>> pipeline,
      Folders folders,
      TrialLimits limits,
      InstantSource clock)
      throws IOException {
    this.clock = clock;
    this.store = new PluginStore(folders.own());
    this.installed = new Installed(store, BundledPlugins.in(folders.bundled()));
    this.log = new DeploymentLog(folders.own().resolve("deployments"), clock.instant());
    PluginBundles bundles = new PluginBundles(context);
    Components scr = new Components(components);
    Trial trial = new Trial(scr, pipeline, limits);
    this.plan = new Plan(store, installed, bundles, trial, folders.drop(), clock);
    this.views = new PluginViews(bundles, new WiringCheck(bundles), scr, pipeline, failures);
    this.startup = new Startup(store, installed, bundles, failures, folders.drop());
  }

  /** Starts, in the background, everything that was decided before. */
  void start() {
    thread.execute(this::startUp);
  }

  private void startUp() {
    try {
      startup.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("The plugins could not be started.", e);
    } finally {
      settled = true;
    }
  }

  @Override
  public boolean settled() {
    return settled;
  }

  @Override
  public List<PluginView> plugins() {
    return views.of(records());
  }

  private Iterable<PluginRecord> records() {
    try {
      return installed.records();
    } catch (IOException e) {
      throw new UncheckedIOException("the records of the plugins cannot be read", e);
    }
  }

  /** Whether this version of the plugin came from that file of the drop folder. */
  boolean cameFrom(String plugin, String file) throws IOException {
    return installed.record(plugin).filter(record -> file.equals(record.file())).isPresent();
  }

  @Override
  public Deployment install(InputStream jar, String fileName, String requestedBy)
      throws IOException {
    Path staged = store.stage(jar, JarLimits.DEFAULT.bytes());
    return submit(Request.install(staged, fileName, Origin.UPLOADED, requestedBy)).now();
  }

  /** Installs a jar of the drop folder; completes with the terminal state. */
  CompletableFuture<Deployment> installDropped(InputStream jar, String fileName)
      throws IOException {
    Path staged = store.stage(jar, JarLimits.DEFAULT.bytes());
    return submit(Request.install(staged, fileName, Origin.DROPPED, DropFolder.NAME)).end();
  }

  /** Removes what came from the drop folder; completes with the terminal state. */
  CompletableFuture<Deployment> removeDropped(String plugin) {
    Request request =
        new Request(Action.REMOVE, plugin, null, Origin.DROPPED, DropFolder.NAME, false);
    return submit(request).end();
  }

  @Override
  public Deployment disable(String plugin, String requestedBy) {
    return change(Action.DISABLE, plugin, requestedBy);
  }

  @Override
  public Deployment enable(String plugin, String requestedBy) {
    return change(Action.ENABLE, plugin, requestedBy);
  }

  @Override
  public Deployment remove(String plugin, String requestedBy) {
    return change(Action.REMOVE, plugin, requestedBy);
  }

  private Deployment change(Action action, String plugin, String requestedBy) {
    for (PluginRecord record : records()) {
      if (record.name().equals(plugin) && !record.removed()) {
        return submit(Request.of(action, plugin, requestedBy)).now();
      }
    }
    throw new NoSuchElementException("there is no plugin " + plugin);
  }

  private Submitted submit(Request request) {
    Progress progress = new Progress(log, clock, request);
    Deployment now = progress.now();
    CompletableFuture<Deployment> end =
        CompletableFuture.supplyAsync(() -> deploy(new Change(request, progress)), thread);
    return new Submitted(now, end);
  }

  private record Submitted(Deployment now, CompletableFuture<Deployment> end) {}

  private Deployment deploy(Change change) {
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

  @Override
  public List<Deployment> deployments() {
    return log.latest();
  }

  @Override
  public Optional<Deployment> deployment(String id) {
    return log.find(id);
  }

  @Override
  public AutoCloseable watch(Consumer<Deployment> listener) {
    return log.watch(listener);
  }

  /** Ends the thread; a change that goes on is taken back. Plugins are left as they are. */
  @Override
  public void close() {
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
