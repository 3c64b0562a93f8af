package monitor.runtime.negotiation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import monitor.api.capability.Capability;

/**
 * What plugins may have. A capability is theirs if no rule that applies to the plugin denies it,
 * and, where any such rule permits something, one of these permits it. A signer that is not known
 * yet fits no rule, so a rule for signers can only add. The platform's own bundles are not asked.
 * Immutable.
 */
public final class Policy implements Function<String, Offer> {
  private static final String CORE = "monitor.";

  private final List<PolicyRule> rules;
  private final Function<String, String> signer;

  /**
   * Of these rules.
   *
   * @param signer name of the trusted certificate that signed a plugin, by its symbolic name; empty
   *     if there is none. Only asked where a rule names signers
   */
  public Policy(List<PolicyRule> rules, Function<String, String> signer) {
    this.rules = List.copyOf(rules);
    this.signer = signer;
  }

  @Override
  public Offer apply(String plugin) {
    if (rules.isEmpty() || plugin.isEmpty() || plugin.startsWith(CORE)) {
      return Offer.ALL;
    }
    List<PolicyRule> these = applying(plugin);
    List<PolicyRule> permitting = these.stream().filter(r -> !r.permit().isEmpty()).toList();
    Offer offer = Offer.ALL;
    for (Capability capability : Capability.values()) {
      Optional<String> objection = objection(capability, plugin, these, permitting);
      if (objection.isPresent()) {
        offer = offer.without(capability, objection.get());
      }
    }
    return offer;
  }

  /** Whether a rule applies to a plugin. */
  public boolean applies(PolicyRule rule, String plugin) {
    return !plugin.isEmpty() && !plugin.startsWith(CORE) && applying(plugin).contains(rule);
  }

  private List<PolicyRule> applying(String plugin) {
    boolean asked = rules.stream().anyMatch(rule -> !rule.signers().isEmpty());
    String by = asked ? signer.apply(plugin) : "";
    return rules.stream().filter(rule -> rule.appliesTo(plugin, by)).toList();
  }

  private static Optional<String> objection(
      Capability capability, String plugin, List<PolicyRule> these, List<PolicyRule> permitting) {
    Optional<PolicyRule> denying =
        these.stream().filter(rule -> rule.deny().contains(capability)).findFirst();
    if (denying.isPresent()) {
      return Optional.of("%s denies it to %s".formatted(denying.get().where("deny"), plugin));
    }
    boolean permitted =
        permitting.isEmpty()
            || permitting.stream().anyMatch(rule -> rule.permit().contains(capability));
    return permitted
        ? Optional.empty()
        : Optional.of(
            "%s does not permit it to %s"
                .formatted(
                    permitting.stream()
                        .map(rule -> rule.where("permit"))
                        .collect(Collectors.joining(" and ")),
                    plugin));
  }
}
