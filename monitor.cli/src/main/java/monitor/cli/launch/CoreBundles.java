package monitor.cli.launch;

import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * The bundles of the platform itself. They are read where they lie and not copied, and they start
 * in this order: libraries, configuration, platform, plugins.
 *
 * @param jars of the folder {@code bundles}
 * @param classPath where those stand that have their classes from there
 */
record CoreBundles(List<Path> jars, ClassPathBundles classPath) {
  /** Start level at which everything runs. */
  static final int RUNNING = 4;

  /** Begins the location of a bundle that is read where it lies. */
  private static final String REFERENCE = "reference:";

  /** Installs all and marks them to be started when their start level is reached. */
  void install(BundleContext context) throws BundleException {
    for (Path jar : jars) {
      Bundle bundle =
          context.installBundle(classPath.location(jar).orElseGet(() -> REFERENCE + jar.toUri()));
      if (runs(bundle)) {
        bundle.adapt(BundleStartLevel.class).setStartLevel(level(bundle.getSymbolicName()));
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    }
  }

  /** Whether some have their classes from the class path. */
  boolean onClassPath() {
    return jars.stream().anyMatch(jar -> classPath.location(jar).isPresent());
  }

  /**
   * Whether a bundle belongs to the platform and is started with it. One on the class path that
   * starts with its first class is not: the framework is not told of that class.
   */
  static boolean runs(Bundle bundle) {
    return core(bundle.getLocation())
        && !has(bundle, Constants.FRAGMENT_HOST)
        && !(ClassPathBundles.contain(bundle) && has(bundle, Constants.BUNDLE_ACTIVATIONPOLICY));
  }

  private static boolean core(String location) {
    return location.startsWith(REFERENCE) || location.startsWith(ClassPathBundles.LOCATION);
  }

  private static boolean has(Bundle bundle, String header) {
    return bundle.getHeaders("").get(header) != null;
  }

  private static int level(String name) {
    return switch (name) {
      case "monitor.config" -> 2;
      case "monitor.deployer" -> RUNNING;
      default -> name.startsWith("monitor.") || name.equals("webconsole") ? 3 : 1;
    };
  }
}
