package monitor.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.framework.util.FelixConstants;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.service.log.LogService;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.Logger;

/**
 * The OSGi framework of the platform, with a cache that is fresh at each start: what is installed
 * is decided by the folders of the installation and of the data, never by a leftover.
 */
final class Container {
  private static final Logger LOG = org.slf4j.LoggerFactory.getLogger(Container.class);

  /** Tells the service that takes the levels of the log from others of its type. */
  private static final Map<String, Object> LEVELS = Map.of("monitor.log.levels", true);

  private final Framework framework;

  private Container(Framework framework) {
    this.framework = framework;
  }

  /**
   * Installs the bundles, and starts none.
   *
   * @param facts framework properties for the bundles, see {@link PlatformFacts}
   * @param levels takes the levels of the log whenever they are configured
   * @throws BundleException if the framework cannot be made, or a bundle is no bundle
   */
  static Container install(
      Map<String, String> facts, Consumer<Map<String, String>> levels, CoreBundles bundles)
      throws BundleException {
    Map<String, Object> settings = new HashMap<>(defaults());
    settings.putAll(facts);
    settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(CoreBundles.RUNNING));
    settings.put(FelixConstants.LOG_LOGGER_PROP, new FrameworkLog());
    Framework framework =
        new FrameworkFactory().newFramework(untyped(settings), bundles.classPath());
    framework.init(Container::report);
    BundleContext context = framework.getBundleContext();
    context.addFrameworkListener(Container::report);
    context.registerService(
        new String[] {LogService.class.getName(), LoggerFactory.class.getName()},
        new OsgiLog(),
        null);
    context.registerService(Consumer.class, levels, FrameworkUtil.asDictionary(LEVELS));
    bundles.install(context);
    return new Container(framework);
  }

  /** Starts the bundles; returns when all have been started. */
  void start() throws BundleException {
    framework.start();
  }

  /** The factory's map is declared for strings, and takes objects for a few of its keys. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, String> untyped(Map<String, Object> settings) {
    return (Map) settings;
  }

  private static Map<String, String> defaults() {
    Properties read = new Properties();
    try (InputStream in = Container.class.getResourceAsStream("framework.properties")) {
      read.load(java.util.Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> defaults = new HashMap<>();
    read.stringPropertyNames().forEach(name -> defaults.put(name, read.getProperty(name)));
    return defaults;
  }

  private static void report(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR) {
      LOG.error("{}: {}", event.getBundle(), String.valueOf(event.getThrowable().getMessage()));
      LOG.debug("The failure was", event.getThrowable());
    }
  }

  /** The services of a type that a filter selects, as they are now. */
  <S> List<S> services(Class<S> type, String filter) {
    BundleContext context = framework.getBundleContext();
    try {
      return context.getServiceReferences(type, filter).stream().map(context::getService).toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(filter, e);
    }
  }

  /**
   * Names of the core bundles that should run and do not; a lazy one waits in the state starting.
   */
  List<String> notRunning() {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(CoreBundles::runs)
        .filter(bundle -> (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0)
        .map(bundle -> String.valueOf(bundle.getSymbolicName()))
        .toList();
  }

  /**
   * Stops everything.
   *
   * @return whether it was stopped within the time
   */
  boolean stop(Duration timeout) throws BundleException, InterruptedException {
    framework.stop();
    return framework.waitForStop(timeout.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
  }

  /** Waits until the framework has been stopped, by whomever. */
  void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }
}
