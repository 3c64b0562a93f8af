package monitor.rest.servlets;

import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Something that a plugin wants to be served, as the API writes it.
 *
 * @param patterns where it wants to be
 * @param served whether it is
 * @param reason why it is not; empty if it is
 */
public record PluginServlet(List<String> patterns, boolean served, String reason) {
  /** Copies the list. */
  public PluginServlet {
    patterns = List.copyOf(patterns);
  }

  /** Everything of a plugin. */
  public static List<PluginServlet> of(BundleContext context, String plugin) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> ServletRules.plugin(bundle).filter(plugin::equals).isPresent())
        .flatMap(bundle -> Arrays.stream(services(bundle)))
        .filter(ServletRules::concerns)
        .map(service -> of(service, plugin))
        .toList();
  }

  private static PluginServlet of(ServiceReference<?> service, String plugin) {
    String reason = ServletRules.objection(service, plugin).orElse("");
    return new PluginServlet(ServletRules.patterns(service), reason.isEmpty(), reason);
  }

  private static ServiceReference<?>[] services(Bundle bundle) {
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    return services == null ? new ServiceReference<?>[0] : services;
  }
}
