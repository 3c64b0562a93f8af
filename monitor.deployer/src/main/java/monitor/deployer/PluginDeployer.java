package monitor.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import monitor.api.operation.Deployer;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.HistoryEntry;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PluginDiff;
import monitor.api.operation.PluginView;
import monitor.api.operation.Requester;
import monitor.deployer.signature.SignatureGate;
import monitor.deployer.verify.JarLimits;
import monitor.deployer.verify.PluginRefused;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployer without its component: every change is a transaction on the one thread {@code
 * monitor-deployer}. Thread-safe.
 */
final class PluginDeployer implements Deployer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginDeployer.class);

  private final PluginStore store;
  private final Installed installed;
  private final DeploymentLog log;
  private final StartFailures failures = new StartFailures();
  private final PluginViews views;
  private final Startup startup;
  private final CrashBreaker breaker;
  private final PluginWatch watch;
  private final Histories histories;
  private final Losses losses;
  private final Comparison comparison;
  private final DeployerThread thread;
  private final TrustedSigners signers;
  private final Folders folders;
  private volatile boolean settled;

  /**
   * Reads what is there, and ends what an earlier process did not; starts nothing yet.
   *
   * @param context of the deployer's bundle
   * @param components the component runtime
   * @param pipeline the pipeline, where there is one
   * @param folders where things are
   * @param settings as they are configured now
   * @param clock for the history
   * @throws IOException if the data folder cannot be read or written
   */
  PluginDeployer(
      BundleContext context,
      ServiceComponentRuntime components,
      Supplier<Optional<Pipeline>> pipeline,
      Folders folders,
      Supplier<DeployerSettings> settings,
      InstantSource clock)
      throws IOException {
    this.folders = folders;
    this.store = new PluginStore(folders.own());
    this.installed = new Installed(store, BundledPlugins.in(folders.bundled()));
    this.log = new DeploymentLog(folders.own().resolve("deployments"));
    // Before anything comes in: the drop folder and uploads do not wait for the start of the
    // plugins.
    store.clearIncoming();
    store.clearUnfinished(log.endInterrupted(installed::committed, clock.instant()));
    context.registerService(WeavingHook.class, new ExitWeaver(), null);
    Incidents incidents = new Incidents(context, clock);
    LeftBehind left = new LeftBehind(context, incidents);
    StartMark mark = new StartMark(folders.own().resolve("starting"));
    this.breaker = new CrashBreaker(folders, store, installed, mark, incidents, clock);
    this.watch = new PluginWatch(context, incidents, left, () -> settings.get().trial().start());
    PluginBundles bundles =
        new PluginBundles(context, () -> settings.get().trial(), incidents, left, mark);
    Components scr = new Components(components);
    Health health = new Health(scr, pipeline);
    Trial trial = new Trial(health, settings.get().trial());
    SignatureGate signatures = new SignatureGate(() -> settings.get().signatures(), clock);
    Plan plan =
        new Plan(
            store,
            installed,
            bundles,
            trial,
            health,
            signatures,
            new ConfigurationStep(context),
            folders.drop(),
            clock);
    this.signers = new TrustedSigners(bundles, store, installed, signatures);
    this.views = new PluginViews(bundles, new WiringCheck(bundles), scr, pipeline, failures);
    this.startup = new Startup(installed, bundles, failures, signatures, folders.drop());
    this.histories = new Histories(store, installed, log);
    this.losses = new Losses(pipeline);
    this.comparison = plan.comparison(signatures, losses, clock);
    this.thread = new DeployerThread(log, plan, failures, this::noteBeside, clock);
    thread.watch(
        new Probation(bundles, health, () -> settings.get().probation(), thread::takeBack));
  }

  /** Who signed what is there. */
  TrustedSigners signers() {
    return signers;
  }

  /** Starts, in the background, everything that was decided before. */
  void start() {
    thread.execute(this::startUp);
  }

  private void startUp() {
    try {
      breaker.run();
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

  /** The plugins that came with a file of the drop folder. */
  List<String> pluginsFrom(String file) throws IOException {
    return installed.records().stream()
        .filter(record -> !record.removed() && file.equals(record.file()))
        .map(PluginRecord::name)
        .toList();
  }

  /** The names of the files of the drop folder that plugins came with. */
  Set<String> droppedFiles() throws IOException {
    Set<String> files = new TreeSet<>();
    for (PluginRecord record : installed.records()) {
      if (record.file() != null && !record.removed()) {
        files.add(record.file());
      }
    }
    return files;
  }

  @Override
  public Deployment install(
      InputStream jar, String fileName, boolean allowDowngrade, Requester requester)
      throws IOException {
    Path staged = store.stage(jar, JarLimits.DEFAULT.bytes());
    return thread
        .submit(Request.install(staged, fileName, Origin.UPLOADED, allowDowngrade, requester))
        .now();
  }

  /** Installs a jar of the drop folder; completes with the terminal state. */
  CompletableFuture<Deployment> installDropped(InputStream jar, String fileName)
      throws IOException {
    Path staged = store.stage(jar, JarLimits.DEFAULT.bytes());
    return thread
        .submit(Request.install(staged, fileName, Origin.DROPPED, false, DropFolder.REQUESTER))
        .end();
  }

  /** Removes what came from the drop folder; completes with the terminal state. */
  CompletableFuture<Deployment> removeDropped(String plugin) {
    Request request =
        new Request(
            Action.REMOVE, plugin, null, Origin.DROPPED, DropFolder.REQUESTER, false, null, null);
    return thread.submit(request).end();
  }

  @Override
  public Deployment change(Action action, String plugin, Requester requester) {
    switch (action) {
      case ENABLE, DISABLE, PIN, UNPIN, REMOVE -> requirePlugin(plugin);
      case INSTALL, UPGRADE, ROLLBACK ->
          throw new IllegalArgumentException(action + " needs more than the name of a plugin");
    }
    return thread.submit(Request.of(action, plugin, requester)).now();
  }

  private void requirePlugin(String plugin) {
    for (PluginRecord record : records()) {
      if (record.name().equals(plugin) && !record.removed()) {
        return;
      }
    }
    throw new NoSuchElementException("there is no plugin " + plugin);
  }

  @Override
  public Deployment rollback(String plugin, @Nullable String version, Requester requester) {
    try {
      String target = version == null ? histories.before(plugin) : histories.kept(plugin, version);
      return thread.submit(Request.rollback(plugin, target, null, requester)).now();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The file that was dropped is not what runs. */
  private void noteBeside(Deployment rollback) {
    if (rollback.state() == Deployment.State.COMMITTED) {
      for (PluginRecord record : records()) {
        if (record.name().equals(rollback.plugin()) && record.file() != null) {
          RejectionNote.write(folders.drop().resolve(record.file()), rollback.why());
        }
      }
    }
  }

  @Override
  public List<HistoryEntry> history(String plugin) {
    try {
      return histories.of(plugin);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static UncheckedIOException unreadable(IOException cause) {
    return new UncheckedIOException("the history of the plugins cannot be read", cause);
  }

  @Override
  public List<String> losses(String plugin) {
    requirePlugin(plugin);
    return losses.ofRemoval(plugin);
  }

  @Override
  public PluginDiff diff(InputStream jar, boolean allowDowngrade) throws IOException {
    Path staged = store.stage(jar, JarLimits.DEFAULT.bytes());
    try {
      return thread.call(() -> comparison.of(staged, allowDowngrade)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the comparison was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PluginRefused refused) {
        throw new IllegalArgumentException(refused.reason(), refused);
      }
      throw new IOException("the jar cannot be compared", e.getCause());
    }
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
    watch.close();
    thread.close();
  }
}
