package monitor.deployer;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import monitor.deployer.explain.MissingRequirement;
import monitor.deployer.explain.Offer;
import monitor.deployer.explain.ResolverMessage;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Asks the running framework whether a bundle can be wired, and says in plain words why not. A
 * candidate is shown to the framework under another location and taken away again; none of its code
 * runs.
 */
final class WiringCheck {
  private static final String NO_CLASS = "monitor.deployer.none.None";

  private final PluginBundles bundles;

  WiringCheck(PluginBundles bundles) {
    this.bundles = bundles;
  }

  /**
   * Resolves a jar for a trial.
   *
   * @throws PluginRefused if it cannot be wired
   */
  void dryRun(PluginJar jar) throws PluginRefused, BundleException, IOException {
    Bundle staged = staged(jar);
    try {
      Optional<String> problem = problem(staged);
      if (problem.isPresent()) {
        throw new PluginRefused(problem.get());
      }
    } finally {
      staged.uninstall();
    }
  }

  private Bundle staged(PluginJar jar) throws PluginRefused, IOException {
    try {
      return bundles.stage(jar);
    } catch (BundleException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new PluginRefused(
          "the framework cannot read it: %s; build it again with the bnd-maven-plugin"
              .formatted(reason.getMessage()),
          e);
    }
  }

  /** Why a bundle cannot be wired; empty if it can. */
  Optional<String> problem(Bundle bundle) {
    BundleRevision revision = Objects.requireNonNull(bundle.adapt(BundleRevision.class));
    String missing =
        revision.getDeclaredRequirements(null).stream()
            .filter(WiringCheck::needed)
            .filter(requirement -> !met(requirement, revision))
            .map(requirement -> missing(requirement).words())
            .distinct()
            .collect(Collectors.joining("; also "));
    return missing.isEmpty() ? conflict(bundle) : Optional.of(missing);
  }

  private static boolean needed(BundleRequirement requirement) {
    Map<String, String> directives = requirement.getDirectives();
    boolean optional =
        Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
            || "dynamic".equals(directives.get(Constants.RESOLUTION_DIRECTIVE));
    String effective = directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, "resolve");
    return !optional && effective.equals("resolve");
  }

  private boolean met(BundleRequirement requirement, BundleRevision own) {
    return own.getDeclaredCapabilities(requirement.getNamespace()).stream()
            .anyMatch(requirement::matches)
        || !bundles.wiring().findProviders(requirement).isEmpty();
  }

  /** A conflict shows only when the resolver runs; asking for a class makes it run. */
  private Optional<String> conflict(Bundle bundle) {
    if (bundles.wiring().resolveBundles(List.of(bundle))) {
      return Optional.empty();
    }
    try {
      bundle.loadClass(NO_CLASS);
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      return Optional.of(ResolverMessage.words(String.valueOf(reason.getMessage())));
    }
  }

  private MissingRequirement missing(BundleRequirement requirement) {
    String namespace = requirement.getNamespace();
    String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
    List<Offer> offers =
        MissingRequirement.nameIn(namespace, filter)
            .map(name -> offers(namespace, name))
            .orElse(List.of());
    return new MissingRequirement(namespace, filter, offers);
  }

  private List<Offer> offers(String namespace, String name) {
    return bundles
        .core()
        .map(bundle -> bundle.adapt(BundleRevision.class))
        .filter(Objects::nonNull)
        .map(revision -> revision.getDeclaredCapabilities(namespace))
        .flatMap(Collection::stream)
        .filter(capability -> name.equals(capability.getAttributes().get(namespace)))
        .map(WiringCheck::offer)
        .distinct()
        .toList();
  }

  private static Offer offer(BundleCapability capability) {
    Map<String, Object> attributes = capability.getAttributes();
    Object version =
        attributes.getOrDefault(
            Constants.VERSION_ATTRIBUTE, attributes.get(Constants.BUNDLE_VERSION_ATTRIBUTE));
    return new Offer(capability.getRevision().getSymbolicName(), String.valueOf(version));
  }
}
