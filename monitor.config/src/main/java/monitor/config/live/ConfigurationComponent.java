package monitor.config.live;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import monitor.api.operation.ConfigurationCheck;
import monitor.api.operation.ConfigurationRefusedException;
import monitor.api.operation.ConfigurationTable;
import monitor.api.operation.ConfigurationTables;
import monitor.api.operation.Requester;
import monitor.config.ConfigurationFiles;
import monitor.config.PlatformSchema;
import monitor.config.Schema;
import monitor.config.SchemaReader;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the configuration files: at its activation, which comes before that of any plugin, when a
 * file was saved, when a plugin that starts brings tables of its own, and when it is called, which
 * the launcher does at HUP.
 */
@Component(
    service = {Runnable.class, ConfigurationCheck.class, ConfigurationTables.class},
    property = "monitor.reload:Boolean=true",
    immediate = true)
public final class ConfigurationComponent
    implements Runnable, ConfigurationCheck, ConfigurationTables {
  private static final Logger LOG = LoggerFactory.getLogger("monitor.config");
  private static final String DOCUMENTS = "OSGI-INF/metatype";

  private final BundleContext context;
  private final ConfigurationFiles files;
  private final LiveConfiguration live;
  private final SynchronousBundleListener listener = this::bundleChanged;
  private final Editing editing;
  private @Nullable FolderWatch watch;
  private volatile Schema ofBundles = new Schema(Map.of());

  /** Called by Declarative Services. */
  @Activate
  public ConfigurationComponent(@Reference ConfigurationAdmin admin, BundleContext context) {
    this.context = context;
    this.files =
        new ConfigurationFiles(
            folder("monitor.config"), folder("monitor.data").resolve("config"), System.getenv());
    this.live = new LiveConfiguration(files, this::schema, new Configurations(admin));
    this.editing = new Editing(files, this::schema, live::reload, InstantSource.system());
  }

  /** A path that the launcher passes as a framework property. */
  private Path folder(String property) {
    return Path.of(
        Objects.requireNonNull(
            context.getProperty(property), "The framework property %s".formatted(property)));
  }

  /** Applies the files and watches them from now on. */
  @Activate
  void start() {
    context.addBundleListener(listener);
    live.reload();
    try {
      watch = new FolderWatch(files.folders(), live::reload);
    } catch (IOException e) {
      LOG.warn("Changes of the configuration files are seen at HUP only: {}", e.toString());
    }
  }

  /** Stops watching; the configurations stay. */
  @Deactivate
  void stop() throws IOException {
    context.removeBundleListener(listener);
    if (watch != null) {
      watch.close();
    }
  }

  @Override
  public void run() {
    live.reload();
  }

  @Override
  public List<ConfigurationTable> tables() {
    return editing.tables();
  }

  @Override
  public void set(String pid, Map<String, Object> values, Requester requester, boolean dryRun)
      throws ConfigurationRefusedException, IOException {
    editing.set(pid, values, requester, dryRun);
  }

  @Override
  public List<String> problems(Path jar) {
    return live.problems(jar);
  }

  private Schema schema() {
    return PlatformSchema.read(folder("monitor.home"), folder("monitor.data")).with(ofBundles);
  }

  /**
   * Runs before the bundle starts, so that a plugin never starts without its configuration. One
   * that is installed only to be looked at does not start, and changes nothing.
   */
  private synchronized void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.STARTING || event.getType() == BundleEvent.LAZY_ACTIVATION) {
      Schema own = described(event.getBundle());
      if (!live.knows(own)) {
        ofBundles = ofBundles.with(own);
        live.reload();
      }
    }
  }

  private static Schema described(Bundle bundle) {
    Enumeration<URL> found = bundle.findEntries(DOCUMENTS, "*.xml", false);
    try {
      return SchemaReader.documents(found == null ? List.of() : Collections.list(found));
    } catch (IOException e) {
      LOG.warn("The configuration of {} is not described: {}", bundle, e.getMessage());
      return new Schema(Map.of());
    }
  }
}
