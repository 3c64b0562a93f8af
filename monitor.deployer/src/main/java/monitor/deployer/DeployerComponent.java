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
import monitor.api.operation.HistoryEntry;
import monitor.api.operation.Pipeline;
import monitor.api.operation.Platform;
import monitor.api.operation.PluginDiff;
import monitor.api.operation.PluginView;
import monitor.api.operation.Requester;
import monitor.api.operation.Signers;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;

/** Offers the deployer as a service and watches the drop folder. */
@Component(
    service = {Deployer.class, Signers.class},
    configurationPid = "deployer",
    immediate = true)
@Designate(ocd = DeployerConfiguration.class)
public final class DeployerComponent implements Deployer, Signers {
  private static final String HOME = "monitor.home";

  /** Folder of the bundled plugins, where it is not that of the distribution. */
  private static final String PLUGINS = "monitor.plugins";

  private final AtomicReference<Pipeline> pipeline = new AtomicReference<>();
  private final Path data;
  private final AtomicReference<DeployerSettings> settings;
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
      BundleContext context,
      DeployerConfiguration configuration)
      throws IOException {
    data = platform.data();
    settings = new AtomicReference<>(DeployerSettings.of(configuration, data));
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
            settings::get,
            Clock.systemUTC());
    folder = new DropFolder(folders.drop(), folders.own().resolve("dropped.json"), deployer);
    deployer.start();
    folder.start();
  }

  /** Holds from the next change on; what runs goes on. */
  @Modified
  void modified(DeployerConfiguration configuration) {
    settings.set(DeployerSettings.of(configuration, data));
    deployer.signers().forget();
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
  public String signer(String plugin) {
    return deployer.signers().signer(plugin);
  }

  @Override
  public boolean settled() {
    return deployer.settled();
  }

  @Override
  public Deployment install(
      InputStream jar, String fileName, boolean allowDowngrade, Requester requester)
      throws IOException {
    return deployer.install(jar, fileName, allowDowngrade, requester);
  }

  @Override
  public Deployment change(Deployment.Action action, String plugin, Requester requester) {
    return deployer.change(action, plugin, requester);
  }

  @Override
  public Deployment rollback(String plugin, @Nullable String version, Requester requester) {
    return deployer.rollback(plugin, version, requester);
  }

  @Override
  public List<HistoryEntry> history(String plugin) {
    return deployer.history(plugin);
  }

  @Override
  public List<String> losses(String plugin) {
    return deployer.losses(plugin);
  }

  @Override
  public PluginDiff diff(InputStream jar, boolean allowDowngrade) throws IOException {
    return deployer.diff(jar, allowDowngrade);
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
