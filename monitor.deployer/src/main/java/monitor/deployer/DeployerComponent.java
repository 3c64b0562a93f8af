package monitor.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import monitor.api.operation.Deployer;
import monitor.api.operation.Deployment;
import monitor.api.operation.Pipeline;
import monitor.api.operation.Platform;
import monitor.api.operation.PluginView;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Offers the deployer as a service and watches the drop folder. */
@Component(immediate = true)
public final class DeployerComponent implements Deployer {
  private static final String HOME = "monitor.home";

  /** Folder of the bundled plugins, where it is not that of the distribution. */
  private static final String PLUGINS = "monitor.plugins";

  private final AtomicReference<Pipeline> pipeline = new AtomicReference<>();
  private final PluginDeployer deployer;
  private final DropFolder folder;

  /**
   * Reads the folders; the work begins on threads of its own.
   *
   * @throws IOException if the data folder cannot be read or written
   */
  @Activate
  public DeployerComponent(
      @Reference Platform platform,
      @Reference ServiceComponentRuntime components,
      BundleContext context)
      throws IOException {
    String home = context.getProperty(HOME);
    Folders folders =
        Folders.of(Path.of(home == null ? "." : home), platform.data())
            .bundledIn(context.getProperty(PLUGINS));
    deployer =
        new PluginDeployer(
            context,
            components,
            () -> Optional.ofNullable(pipeline.get()),
            folders,
            TrialLimits.DEFAULT,
            Clock.systemUTC());
    folder = new DropFolder(folders.drop(), folders.own().resolve("dropped.json"), deployer);
    deployer.start();
    folder.start();
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindPipeline(Pipeline service) {
    pipeline.set(service);
  }

  void unbindPipeline(Pipeline service) {
    pipeline.compareAndSet(service, null);
  }

  @Deactivate
  void deactivate() {
    folder.close();
    deployer.close();
  }

  @Override
  public List<PluginView> plugins() {
    return deployer.plugins();
  }

  @Override
  public boolean settled() {
    return deployer.settled();
  }

  @Override
  public Deployment install(InputStream jar, String fileName, String requestedBy)
      throws IOException {
    return deployer.install(jar, fileName, requestedBy);
  }

  @Override
  public Deployment disable(String plugin, String requestedBy) {
    return deployer.disable(plugin, requestedBy);
  }

  @Override
  public Deployment enable(String plugin, String requestedBy) {
    return deployer.enable(plugin, requestedBy);
  }

  @Override
  public Deployment remove(String plugin, String requestedBy) {
    return deployer.remove(plugin, requestedBy);
  }

  @Override
  public List<Deployment> deployments() {
    return deployer.deployments();
  }

  @Override
  public Optional<Deployment> deployment(String id) {
    return deployer.deployment(id);
  }

  @Override
  public AutoCloseable watch(Consumer<Deployment> listener) {
    return deployer.watch(listener);
  }
}
