package monitor.deployer;

import java.util.List;
import monitor.api.operation.ConfigurationCheck;
import monitor.deployer.verify.PluginRefused;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Asks, before anything is stopped, whether the configuration files would be right for the new
 * version: a wrong one would keep every later change of the configuration from being applied.
 */
final class ConfigurationStep implements Step {
  private final BundleContext context;

  ConfigurationStep(BundleContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public String run(Change change) throws PluginRefused {
    ServiceReference<ConfigurationCheck> reference =
        context.getServiceReference(ConfigurationCheck.class);
    ConfigurationCheck check = reference == null ? null : context.getService(reference);
    if (check == null) {
      return "not checked: the configuration is not read here";
    }
    try {
      List<String> problems = check.problems(change.candidate().file());
      if (!problems.isEmpty()) {
        throw new PluginRefused(
            "the configuration does not fit it: %s; correct the configuration first, or install a version that reads it"
                .formatted(String.join("; also ", problems)));
      }
      return "the configuration fits";
    } finally {
      context.ungetService(reference);
    }
  }
}
