package monitor.rest.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;

/** A bundle with its services and wires, as the API writes it. */
record BundleDetail(
    @JsonUnwrapped BundleShape bundle,
    Map<String, String> headers,
    List<Service> services,
    List<Used> uses,
    List<Requires> requires,
    List<Provides> providesTo,
    List<String> unresolved) {
  /** A service that it registered. */
  record Service(
      long id, List<String> interfaces, Map<String, String> properties, List<String> usedBy) {
    private static final String HIDDEN = "***";

    /** Beginnings of the keys that framework, component runtime and platform set. */
    private static final List<String> SHOWN =
        List.of("service.", "component.", "osgi.", "monitor.");

    static Service of(ServiceReference<?> reference) {
      Map<String, String> properties = new TreeMap<>();
      for (String key : reference.getPropertyKeys()) {
        // A key that begins with a dot is private.
        if (!key.startsWith(".") && !key.equals(Constants.OBJECTCLASS)) {
          properties.put(key, shown(key, reference));
        }
      }
      Stream<Bundle> users =
          Optional.ofNullable(reference.getUsingBundles()).stream().flatMap(Arrays::stream);
      return new Service(
          idOf(reference),
          interfacesOf(reference),
          properties,
          users.map(BundleDetail::name).toList());
    }

    /**
     * The component runtime publishes what a component is configured with, and that may be a secret
     * also where its key does not say so, as the password in the address of a database.
     */
    private static String shown(String key, ServiceReference<?> reference) {
      return SHOWN.stream().anyMatch(key::startsWith) ? text(reference.getProperty(key)) : HIDDEN;
    }
  }

  /** A service that it uses. */
  record Used(long id, List<String> interfaces, String by) {}

  /** A wire to another bundle. */
  record Requires(String namespace, String what, String by) {}

  /** A wire of another bundle. */
  record Provides(String namespace, String what, String to) {}

  static BundleDetail of(Bundle bundle, BundleContext context) {
    Optional<BundleWiring> wiring = Optional.ofNullable(bundle.adapt(BundleWiring.class));
    return new BundleDetail(
        BundleShape.of(bundle),
        headers(bundle),
        references(bundle.getRegisteredServices()).map(Service::of).toList(),
        references(bundle.getServicesInUse())
            .map(used -> new Used(idOf(used), interfacesOf(used), name(used.getBundle())))
            .toList(),
        wiring.stream()
            .flatMap(w -> wires(w.getRequiredWires(null)))
            .map(BundleDetail::to)
            .toList(),
        wiring.stream()
            .flatMap(w -> wires(w.getProvidedWires(null)))
            .map(BundleDetail::from)
            .toList(),
        Unresolved.requirements(bundle, context));
  }

  private static Map<String, String> headers(Bundle bundle) {
    Map<String, String> headers = new TreeMap<>();
    for (String key : Collections.list(bundle.getHeaders("").keys())) {
      headers.put(key, bundle.getHeaders("").get(key));
    }
    return headers;
  }

  private static Stream<ServiceReference<?>> references(ServiceReference<?>[] references) {
    return references == null ? Stream.empty() : Arrays.stream(references);
  }

  private static Stream<BundleWire> wires(List<BundleWire> wires) {
    return wires == null ? Stream.empty() : wires.stream();
  }

  private static Requires to(BundleWire wire) {
    Capability capability = wire.getCapability();
    return new Requires(
        capability.getNamespace(), what(capability), name(wire.getProvider().getBundle()));
  }

  private static Provides from(BundleWire wire) {
    Capability capability = wire.getCapability();
    return new Provides(
        capability.getNamespace(), what(capability), name(wire.getRequirer().getBundle()));
  }

  private static String what(Capability capability) {
    Object named = capability.getAttributes().get(capability.getNamespace());
    return named == null ? text(capability.getAttributes()) : text(named);
  }

  private static long idOf(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  private static List<String> interfacesOf(ServiceReference<?> reference) {
    return List.of((String[]) reference.getProperty(Constants.OBJECTCLASS));
  }

  private static String name(Bundle bundle) {
    return bundle == null ? "" : bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
  }

  private static String text(Object value) {
    return value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
  }
}
