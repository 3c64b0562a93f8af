package monitor.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import monitor.api.operation.Incident;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles of plugins in the framework. A plugin keeps its bundle and its id over upgrades; only
 * the deployer starts it, also after a restart. Changed by the deployer's thread alone.
 */
final class PluginBundles {
  private static final Logger LOG = LoggerFactory.getLogger(PluginBundles.class);

  /** What the locations of plugins begin with. */
  static final String PLUGIN = "plugin:";

  private static final String STAGED = "staged:";
  private static final Duration REFRESH = Duration.ofSeconds(10);

  private final BundleContext context;
  private final Supplier<TrialLimits> limits;
  private final Incidents incidents;
  private final LeftBehind left;
  private final StartMark mark;

  /**
   * In a framework.
   *
   * @param limits of each start and stop of a plugin
   * @param incidents told what hangs
   * @param left told what is stopped and replaced
   * @param mark says what is being started
   */
  PluginBundles(
      BundleContext context,
      Supplier<TrialLimits> limits,
      Incidents incidents,
      LeftBehind left,
      StartMark mark) {
    this.context = context;
    this.limits = limits;
    this.incidents = incidents;
    this.left = left;
    this.mark = mark;
  }

  /** The bundle of a plugin, if it is installed. */
  Optional<Bundle> find(String plugin) {
    return Optional.ofNullable(context.getBundle(PLUGIN + plugin));
  }

  /** Whether a bundle is a plugin. */
  static boolean isPlugin(Bundle bundle) {
    return bundle.getLocation().startsWith(PLUGIN);
  }

  /** Whether the framework stops, and every plugin with it. */
  boolean stopping() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() != Bundle.ACTIVE;
  }

  /** Bundles that are no plugins: the platform. */
  Stream<Bundle> core() {
    return Arrays.stream(context.getBundles())
        .filter(b -> !b.getLocation().startsWith(PLUGIN) && !b.getLocation().startsWith(STAGED));
  }

  /** Removes bundles that an earlier life of the framework kept. */
  void clear() throws BundleException {
    for (Bundle bundle : context.getBundles()) {
      String location = bundle.getLocation();
      if (location.startsWith(PLUGIN) || location.startsWith(STAGED)) {
        bundle.uninstall();
      }
    }
  }

  /** Shows the framework a jar without wiring or starting it; to be uninstalled by the caller. */
  Bundle stage(PluginJar jar) throws BundleException, IOException {
    try (InputStream in = Files.newInputStream(jar.file())) {
      return context.installBundle(STAGED + jar.name(), in);
    }
  }

  /** Makes the stopped plugin consist of this jar. */
  void put(PluginJar jar) throws BundleException, IOException, PluginRefused, InterruptedException {
    Optional<Bundle> installed = find(jar.name());
    try (InputStream in = Files.newInputStream(jar.file())) {
      if (installed.isPresent()) {
        left.leaving(installed.get());
        installed.get().update(in);
        refresh(installed.get());
      } else {
        Bundle bundle = context.installBundle(PLUGIN + jar.name(), in);
        bundle.adapt(BundleStartLevel.class).setStartLevel(ownStartLevel());
      }
    }
  }

  private int ownStartLevel() {
    return Math.max(1, context.getBundle().adapt(BundleStartLevel.class).getStartLevel());
  }

  /** Starts a plugin until it is stopped or the process ends. */
  void start(String plugin) throws BundleException, PluginRefused, InterruptedException {
    Bundle bundle =
        find(plugin)
            .orElseThrow(() -> new PluginRefused("it is not installed; install its jar again"));
    int options = Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY;
    mark.set(plugin);
    try {
      Bounded.run(
          plugin, "start", limits.get().start(), stuck(plugin), () -> bundle.start(options));
    } finally {
      mark.clear();
    }
  }

  /** Stops a plugin, if it runs. */
  void stop(String plugin) throws BundleException, PluginRefused, InterruptedException {
    Optional<Bundle> bundle = find(plugin);
    if (bundle.isPresent()) {
      stop(plugin, bundle.get());
      left.stopped(bundle.get());
    }
  }

  private Bounded.Stuck stuck(String plugin) {
    return (what, stack) -> incidents.report(plugin, Incident.Kind.STUCK, what, stack);
  }

  /** One that had to be interrupted, and has stopped then, is stopped. */
  private void stop(String plugin, Bundle bundle)
      throws BundleException, PluginRefused, InterruptedException {
    try {
      Bounded.run(
          plugin,
          "stop",
          limits.get().stop(),
          stuck(plugin),
          () -> bundle.stop(Bundle.STOP_TRANSIENT));
    } catch (PluginRefused e) {
      if (bundle.getState() > Bundle.RESOLVED) {
        throw e;
      }
      LOG.warn("The plugin {} is stopped, but {}.", plugin, e.reason());
    }
  }

  /** Uninstalls a stopped plugin, if it is installed. */
  void uninstall(String plugin) throws BundleException, PluginRefused, InterruptedException {
    Optional<Bundle> bundle = find(plugin);
    if (bundle.isPresent()) {
      left.leaving(bundle.get());
      bundle.get().uninstall();
      refresh(bundle.get());
    }
  }

  /** Symbolic names of other bundles that would be restarted together with this plugin. */
  List<String> dependents(String plugin) {
    return find(plugin).stream()
        .flatMap(bundle -> wiring().getDependencyClosure(List.of(bundle)).stream())
        .filter(bundle -> !bundle.getLocation().equals(PLUGIN + plugin))
        .map(Bundle::getSymbolicName)
        .sorted()
        .toList();
  }

  private void refresh(Bundle bundle) throws PluginRefused, InterruptedException {
    CountDownLatch refreshed = new CountDownLatch(1);
    wiring().refreshBundles(List.of(bundle), event -> refreshed.countDown());
    if (!refreshed.await(REFRESH.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new PluginRefused("the framework did not let go of its old classes in time");
    }
  }

  FrameworkWiring wiring() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
  }
}
