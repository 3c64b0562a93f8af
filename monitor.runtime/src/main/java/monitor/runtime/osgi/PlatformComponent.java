package monitor.runtime.osgi;

import java.nio.file.Path;
import java.time.Instant;
import monitor.api.operation.Platform;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Publishes the facts about this process. A component of its own: a service that was registered
 * while the runtime is still being made would wake others that ask for the runtime.
 */
@Component(service = Platform.class, configurationPid = "runtime")
public final class PlatformComponent implements Platform {
  private final PlatformFacts facts;
  private final String host;

  /** Takes the name of the host from the configuration, else from the launcher. */
  @Activate
  public PlatformComponent(BundleContext context, RuntimeConfiguration configuration) {
    this.facts = PlatformFacts.of(context);
    this.host = configuration.host().isBlank() ? facts.host() : configuration.host();
  }

  @Override
  public String version() {
    return facts.version();
  }

  @Override
  public String distribution() {
    return facts.distribution();
  }

  @Override
  public Path data() {
    return facts.data();
  }

  @Override
  public String host() {
    return host.isBlank() ? "localhost" : host;
  }

  @Override
  public Instant started() {
    return facts.started();
  }
}
