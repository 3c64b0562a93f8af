package monitor.rest.control;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/** Finds out why a bundle is not resolved: what it requires and nobody provides. */
final class Unresolved {
  private Unresolved() {}

  /** The requirements that nothing satisfies; none if the bundle is resolved. */
  static List<String> requirements(Bundle bundle, BundleContext context) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    List<String> missing = new ArrayList<>();
    if (bundle.getState() != Bundle.INSTALLED || revision == null) {
      return missing;
    }
    List<BundleCapability> offered = offered(context);
    for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
      boolean optional =
          Constants.RESOLUTION_OPTIONAL.equals(
              requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
      if (!optional && offered.stream().noneMatch(requirement::matches)) {
        missing.add(describe(requirement));
      }
    }
    return missing;
  }

  private static List<BundleCapability> offered(BundleContext context) {
    List<BundleCapability> offered = new ArrayList<>();
    for (Bundle other : context.getBundles()) {
      BundleWiring wiring = other.adapt(BundleWiring.class);
      if (wiring != null) {
        offered.addAll(wiring.getCapabilities(null));
      }
    }
    return offered;
  }

  private static String describe(BundleRequirement requirement) {
    return requirement.getNamespace() + " " + requirement.getDirectives().get("filter");
  }
}
