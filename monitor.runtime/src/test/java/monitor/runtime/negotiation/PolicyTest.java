package monitor.runtime.negotiation;

import static monitor.api.capability.Capability.KERNEL_LEVEL;
import static monitor.api.capability.Capability.LOGS;
import static monitor.api.capability.Capability.NETWORK;
import static monitor.api.capability.Capability.RAW_SOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import org.junit.jupiter.api.Test;

/** What rules make of what plugins ask for. */
class PolicyTest {
  private static final Map<String, String> ORIGIN =
      Map.of("deny", "/etc/monitor.toml:4", "permit", "/etc/monitor.toml:5");
  private static final Map<String, String> SIGNED = Map.of("acme.net", "CN=Acme,O=Acme Inc");

  private static PolicyRule rule(
      String name,
      List<String> plugins,
      List<String> signers,
      Capability[] permit,
      Capability... deny) {
    return new PolicyRule(
        name, plugins, signers, Capabilities.of(permit), Capabilities.of(deny), ORIGIN);
  }

  private static Capability[] permit(Capability... capabilities) {
    return capabilities;
  }

  private static Policy policy(PolicyRule... rules) {
    return new Policy(List.of(rules), plugin -> SIGNED.getOrDefault(plugin, ""));
  }

  private static Grant asks(Policy policy, String plugin, Capability... declared) {
    Negotiator negotiator = new Negotiator(Offer.ALL);
    negotiator.policy(policy);
    return negotiator.negotiate(plugin, Capabilities.of(declared), Capabilities.NONE);
  }

  @Test
  void permitsEverythingWithoutARule() {
    assertThat(asks(policy(), "acme.hello", KERNEL_LEVEL).refused()).isEmpty();
  }

  @Test
  void namesKeyFileAndLineOfWhatItDenies() {
    Policy policy = policy(rule("others", List.of("acme.*"), List.of(), permit(), KERNEL_LEVEL));

    Grant grant = asks(policy, "acme.hello", KERNEL_LEVEL, NETWORK);

    assertThat(grant.granted()).isEqualTo(Capabilities.of(NETWORK));
    assertThat(grant.degraded()).isTrue();
    assertThat(Negotiation.explain(grant))
        .isEqualTo(
            "KERNEL_LEVEL was refused by the policy: [[policy]] others.deny (/etc/monitor.toml:4) denies it to acme.hello");
    assertThat(asks(policy, "acmes.hello", KERNEL_LEVEL).refused()).isEmpty();
    assertThat(asks(policy, "x.acme.hello", KERNEL_LEVEL).refused()).isEmpty();
  }

  @Test
  void addsUpWhatSeveralRulesPermitAndLetsADenialWin() {
    Policy policy =
        policy(
            rule("all", List.of(), List.of(), permit(LOGS)),
            rule("net", List.of("acme.net"), List.of(), permit(NETWORK, RAW_SOCKET)),
            rule("never", List.of("*"), List.of(), permit(), RAW_SOCKET));

    assertThat(asks(policy, "acme.net", LOGS, NETWORK, RAW_SOCKET).granted())
        .isEqualTo(Capabilities.of(LOGS, NETWORK));
    Grant other = asks(policy, "acme.log", LOGS, NETWORK);
    assertThat(other.granted()).isEqualTo(Capabilities.of(LOGS));
    assertThat(other.refused().getFirst().reason())
        .isEqualTo("[[policy]] all.permit (/etc/monitor.toml:5) does not permit it to acme.log");
  }

  @Test
  void permitsMoreToWhatATrustedSignerSigned() {
    Policy policy =
        policy(
            rule("all", List.of(), List.of(), permit(LOGS)),
            rule("signed", List.of(), List.of("*O=Acme Inc*"), permit(NETWORK)));

    assertThat(asks(policy, "acme.net", LOGS, NETWORK).granted())
        .isEqualTo(Capabilities.of(LOGS, NETWORK));
    assertThat(asks(policy, "acme.log", LOGS, NETWORK).granted()).isEqualTo(Capabilities.of(LOGS));
  }

  @Test
  void asksNothingOfThePlatformItself() {
    Policy policy = policy(rule("none", List.of(), List.of(), permit(LOGS)));

    assertThat(asks(policy, "monitor.rest", NETWORK).refused()).isEmpty();
    assertThat(asks(policy, "", NETWORK).refused()).isEmpty();
    assertThat(asks(policy, "monitoring", NETWORK).refused()).hasSize(1);
  }

  @Test
  void takesNoTextForAnExpression() {
    Policy policy = policy(rule("dots", List.of("a.b\\E.*"), List.of(), permit(), NETWORK));

    assertThat(asks(policy, "a.b", NETWORK).refused()).isEmpty();
    assertThat(asks(policy, "axbxc", NETWORK).refused()).isEmpty();
  }
}
