package monitor.rest.views;

import java.util.List;
import java.util.Locale;
import monitor.api.capability.Grant;
import monitor.api.capability.Refusal;

/** Negotiated capabilities, as the API writes them. */
record CapabilitiesShape(
    List<String> declared, List<String> required, List<String> granted, List<Refused> refused) {
  /** A refused capability. */
  record Refused(String name, String by, String reason) {
    static Refused of(Refusal refusal) {
      return new Refused(
          refusal.capability(), refusal.by().name().toLowerCase(Locale.ROOT), refusal.reason());
    }
  }

  static CapabilitiesShape of(Grant grant) {
    return new CapabilitiesShape(
        grant.declared().names(),
        grant.required().names(),
        grant.granted().names(),
        grant.refused().stream().map(Refused::of).toList());
  }
}
