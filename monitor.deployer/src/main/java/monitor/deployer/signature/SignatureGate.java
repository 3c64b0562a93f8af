package monitor.deployer.signature;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Supplier;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets jars pass as the policy in force says; asked at each installation and at each start. */
public final class SignatureGate {
  private static final Logger LOG = LoggerFactory.getLogger(SignatureGate.class);

  private final Supplier<SignatureRules> rules;
  private final InstantSource clock;

  /** With rules that may change while it runs. */
  public SignatureGate(Supplier<SignatureRules> rules, InstantSource clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** What the signature of a jar is worth, whatever the policy. */
  public Signature look(PluginJar jar) throws IOException {
    TrustStore trust = TrustStore.read(rules.get().trust());
    return new SignatureCheck(trust, clock.instant()).of(jar.file());
  }

  /**
   * Lets a jar pass, or refuses it.
   *
   * @param accepted whether exactly these bytes passed before: then a certificate that has expired
   *     since does not stop a plugin that runs
   * @return what was seen, for a person
   * @throws PluginRefused under the policy {@code enforce}, without a trusted signature
   */
  public String pass(PluginJar jar, boolean accepted) throws PluginRefused, IOException {
    SignatureRules.Policy policy = rules.get().policy();
    if (policy == SignatureRules.Policy.OFF) {
      return "not looked at, as the policy is off";
    }
    Signature signature = look(jar);
    if (signature.trusted()) {
      return signature.words();
    }
    boolean expiredSince = accepted && signature.verdict() == Verdict.EXPIRED;
    if (policy == SignatureRules.Policy.ENFORCE && !expiredSince) {
      throw new PluginRefused(signature.words());
    }
    LOG.warn("The plugin {} {}: {}.", jar.name(), jar.version(), signature.words());
    return "warned: " + signature.words();
  }
}
