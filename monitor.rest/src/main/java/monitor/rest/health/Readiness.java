package monitor.rest.health;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Deployer;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PluginView;
import monitor.rest.offers.Offers;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Whether the platform is ready: the core is active, every plugin of the distribution came to rest
 * (running, or not running for a stated reason), and what keeps events is open. Thread-safe.
 */
public final class Readiness {
  private static final Set<String> RUNNING = Set.of("active", "degraded");
  private static final Set<String> AT_REST =
      Set.of("inactive", "disabled", "quarantined", "unresolved");

  private final Offers offers;
  private final BundleContext context;

  /** Of this framework. */
  public Readiness(Offers offers, BundleContext context) {
    this.offers = offers;
    this.context = context;
  }

  /** Every check, as it stands now. */
  public List<Check> checks() {
    // First the plugins: a sink that one of them begins with afterwards is one of those looked at.
    Check plugins = plugins();
    Optional<PipelineView> view = offers.pipeline().now().map(pipeline -> pipeline.view());
    return List.of(core(), runtime(view), sinks(view), plugins);
  }

  /** Whether all of them pass. */
  public static boolean ready(List<Check> checks) {
    return checks.stream().allMatch(Check::ok);
  }

  private Check core() {
    Stream<String> late =
        Arrays.stream(context.getBundles())
            .filter(Readiness::ours)
            .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
            .map(bundle -> bundle.getSymbolicName() + " is not active");
    return Check.of("core", late.toList());
  }

  private static boolean ours(Bundle bundle) {
    String name = String.valueOf(bundle.getSymbolicName());
    return name.startsWith("monitor.") || name.equals("webconsole");
  }

  private static Check runtime(Optional<PipelineView> view) {
    return view.isPresent()
        ? Check.passed("runtime")
        : new Check("runtime", false, "the runtime is not there (yet)");
  }

  private static Check sinks(Optional<PipelineView> view) {
    return Check.of(
        "sinks",
        view.stream()
            .flatMap(pipeline -> pipeline.sinks().stream())
            .filter(ComponentView::essential)
            .filter(sink -> sink.state() != ComponentState.DISABLED)
            .filter(sink -> !RUNNING.contains(sink.state().label()))
            .map(sink -> sink.name() + " is " + sink.state().label() + because(sink.reason()))
            .toList());
  }

  private Check plugins() {
    Optional<Deployer> deployer = offers.deployer().now();
    if (deployer.isEmpty()) {
      return new Check("plugins", false, "the deployer is not there (yet)");
    }
    if (!deployer.get().settled()) {
      return new Check("plugins", false, "plugins are being started");
    }
    return Check.of(
        "plugins",
        deployer.get().plugins().stream()
            .filter(PluginView::bundled)
            .filter(plugin -> !atRest(plugin))
            .map(plugin -> plugin.name() + " is " + plugin.state() + because(plugin.reason()))
            .toList());
  }

  private static boolean atRest(PluginView plugin) {
    String state = plugin.state();
    boolean explained = AT_REST.contains(state) && !plugin.reason().isEmpty();
    return explained || RUNNING.contains(state) || state.equals("disabled");
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }
}
