package monitor.rest.control;

import java.time.Instant;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;

/** A bundle, as the API writes it. */
record BundleShape(
    long id,
    String symbolicName,
    String version,
    String name,
    String type,
    String state,
    Instant lastModified) {
  static BundleShape of(Bundle bundle) {
    String name = bundle.getHeaders("").get(Constants.BUNDLE_NAME);
    return new BundleShape(
        bundle.getBundleId(),
        String.valueOf(bundle.getSymbolicName()),
        bundle.getVersion().toString(),
        name == null ? "" : name,
        fragment(bundle) ? "fragment" : "bundle",
        state(bundle.getState()),
        Instant.ofEpochMilli(bundle.getLastModified()));
  }

  private static boolean fragment(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  private static String state(int state) {
    return switch (state) {
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.ACTIVE -> "active";
      case Bundle.STOPPING -> "stopping";
      default -> "uninstalled";
    };
  }
}
