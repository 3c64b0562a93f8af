package monitor.runtime.osgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.sink.SinkProperties;
import monitor.api.source.SourceProperties;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The flags of a service, and what the manifest of its bundle says of them: a person looks at the
 * manifest before a plugin is installed, so the service must not ask for anything else.
 *
 * @param service the service
 * @param flags by name, such as {@code requires}
 * @param lie what does not agree, one sentence; empty if all does
 */
record Declaration(ServiceReference<?> service, Map<String, Capabilities> flags, String lie) {
  /** What a bundle gets from the host; these have to stand in a manifest, all others may. */
  private static final Capabilities NEEDS =
      Capabilities.of(
          Capability.KERNEL_LEVEL,
          Capability.RAW_SOCKET,
          Capability.PACKET_CAPTURE,
          Capability.JOURNAL_ACCESS);

  static Declaration source(ServiceReference<?> service) {
    return of(service, SourceProperties.NAMESPACE, List.of("offers", "requires", "uses"));
  }

  static Declaration sink(ServiceReference<?> service) {
    return of(service, SinkProperties.NAMESPACE, List.of("accepts", "requires"));
  }

  private static Declaration of(ServiceReference<?> service, String namespace, List<String> names) {
    Map<String, Capabilities> flags = new TreeMap<>();
    names.forEach(name ->
        flags.put(name, ServiceSpecs.capabilities(service, SourceProperties.PREFIX_ + name)));
    List<Map<String, Capabilities>> manifest = new ArrayList<>();
    BundleRevision revision =
        service.getBundle() == null ? null : service.getBundle().adapt(BundleRevision.class);
    if (revision != null) {
      for (BundleCapability claim : revision.getDeclaredCapabilities(namespace)) {
        manifest.add(claimed(claim, names));
      }
    }
    return new Declaration(service, flags, lie(flags, manifest, namespace));
  }

  private static Map<String, Capabilities> claimed(BundleCapability claim, List<String> names) {
    Map<String, Capabilities> flags = new TreeMap<>();
    names.forEach(name ->
        flags.put(name, Capabilities.ofNames(ServiceSpecs.texts(claim.getAttributes().get(name)))));
    return flags;
  }

  private static String lie(
      Map<String, Capabilities> flags, List<Map<String, Capabilities>> manifest, String namespace) {
    if (manifest.contains(flags)) {
      return "";
    }
    Capabilities needed = all(flags).and(NEEDS);
    if (manifest.isEmpty()) {
      return needed.isEmpty()
          ? ""
          : "it asks for %s, and its manifest has no capability %s; annotate it with @SourceProperties or @SinkProperties and build it with bnd"
              .formatted(String.join(", ", needed.names()), namespace);
    }
    return "its service declares %s, and the manifest of its bundle says %s; both have to be the same"
        .formatted(
            words(flags),
            manifest.stream().map(Declaration::words).collect(Collectors.joining(" or ")));
  }

  private static Capabilities all(Map<String, Capabilities> flags) {
    return flags.values().stream().reduce(Capabilities.NONE, Capabilities::or);
  }

  /** The flags for a person. */
  String words() {
    return words(flags);
  }

  private static String words(Map<String, Capabilities> flags) {
    return flags.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue().names()))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining("; "), text -> text.isEmpty() ? "nothing" : text));
  }
}
