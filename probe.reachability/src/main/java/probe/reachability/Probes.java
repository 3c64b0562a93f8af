package probe.reachability;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.capability.Refusal;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeProperties;
import org.jspecify.annotations.Nullable;

/** The probes that there are now, of whatever bundle. May be used by any thread. */
final class Probes {
  private final List<Offer> offers = new CopyOnWriteArrayList<>();

  /**
   * One probe.
   *
   * @param name that targets use
   * @param declared everything it needs or uses
   * @param required what it cannot work without
   */
  record Offer(Probe probe, String name, Capabilities declared, Capabilities required) {
    /** What this probe may do, where its source was given a grant. */
    Grant grant(Grant source) {
      Capabilities granted = declared.and(source.granted());
      List<Refusal> refused =
          declared.minus(granted).names().stream().map(name -> refusal(name, source)).toList();
      return new Grant(declared, required, granted, refused);
    }

    private static Refusal refusal(String capability, Grant source) {
      return source.refused().stream()
          .filter(refusal -> refusal.capability().equals(capability))
          .findFirst()
          .orElseGet(() ->
              new Refusal(
                  capability,
                  Refusal.By.HOST,
                  "the source that runs the probe was not granted " + capability));
    }
  }

  /** A probe came. */
  void add(Probe probe, Map<String, ?> properties) {
    Capabilities required = capabilities(properties.get(ProbeProperties.PREFIX_ + "requires"));
    Capabilities used = capabilities(properties.get(ProbeProperties.PREFIX_ + "uses"));
    String name = String.valueOf(properties.get(ProbeProperties.PREFIX_ + "probe"));
    offers.add(new Offer(probe, name, required.or(used), required));
  }

  /** A probe went. */
  void remove(Probe probe) {
    offers.removeIf(offer -> offer.probe == probe);
  }

  /** The probe of a name, the first that came if there are several; null if there is none. */
  @Nullable Offer named(String name) {
    return offers.stream().filter(offer -> offer.name.equals(name)).findFirst().orElse(null);
  }

  /** Whether a probe is still there. */
  boolean has(Offer offer) {
    return offers.contains(offer);
  }

  /** The names there are. */
  List<String> names() {
    return offers.stream().map(Offer::name).distinct().sorted().toList();
  }

  private static Capabilities capabilities(@Nullable Object property) {
    return switch (property) {
      case null -> Capabilities.NONE;
      case Object[] names -> ofNames(Arrays.asList(names));
      case Collection<?> names -> ofNames(names);
      default -> ofNames(List.of(property));
    };
  }

  private static Capabilities ofNames(Collection<?> names) {
    Capabilities all = Capabilities.NONE;
    for (Object name : names) {
      all = all.or(Capabilities.of(Capability.valueOf(String.valueOf(name))));
    }
    return all;
  }
}
