package sink.postgres;

import java.io.File;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Stops the embedded server when the platform stops while this plugin is not there: disabled,
 * removed, or between two versions. It belongs to the framework, not to the plugin, and is found by
 * the next version as a service, which ends it. It uses classes of the JDK and the framework only,
 * because the bundle that it came from may be gone.
 */
final class StopLater implements SynchronousBundleListener, AutoCloseable {
  private static final String PROPERTY = "sink.postgres.stop-later";
  private static final int PATIENCE_SECONDS = 60;

  private final BundleContext framework;
  private final List<String> command;
  private @Nullable ServiceRegistration<AutoCloseable> registration;

  private StopLater(BundleContext framework, List<String> command) {
    this.framework = framework;
    this.command = command;
  }

  /** Runs a command when the framework stops, unless {@link #cancel} comes first. */
  static void install(BundleContext context, List<String> command) {
    BundleContext framework = context.getBundle(0).getBundleContext();
    StopLater later = new StopLater(framework, List.copyOf(command));
    framework.addBundleListener(later);
    Dictionary<String, ?> properties = new Hashtable<>(Map.of(PROPERTY, true));
    later.registration = framework.registerService(AutoCloseable.class, later, properties);
  }

  /** Ends all that were installed, by this version or by others. */
  static void cancel(BundleContext context) {
    try {
      for (ServiceReference<AutoCloseable> found :
          context.getServiceReferences(AutoCloseable.class, "(" + PROPERTY + "=true)")) {
        AutoCloseable later = context.getService(found);
        if (later != null) {
          later.close();
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("a constant filter", e);
    } catch (Exception e) {
      throw new IllegalStateException("it only forgets", e);
    }
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getBundle().getBundleId() == 0 && event.getType() == BundleEvent.STOPPING) {
      stop();
    }
  }

  private void stop() {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      // Nobody is left to tell; the next start takes the server over.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Forgets the command. */
  @Override
  public void close() {
    framework.removeBundleListener(this);
    ServiceRegistration<AutoCloseable> mine = registration;
    registration = null;
    if (mine != null) {
      mine.unregister();
    }
  }
}
