package monitor.deployer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import monitor.api.config.Values;
import monitor.deployer.signature.SignatureRules;

/**
 * What is configured.
 *
 * @param signatures what is asked of signatures
 * @param trial how long a trial takes
 * @param probation how long after an upgrade a failure brings the old version back
 */
record DeployerSettings(SignatureRules signatures, TrialLimits trial, Duration probation) {
  private static final String TRUST = "trust";

  /**
   * Of a configuration.
   *
   * @throws IllegalArgumentException if a value is none; the message names its key
   */
  static DeployerSettings of(DeployerConfiguration configuration, Path data) {
    return new DeployerSettings(
        new SignatureRules(policy(configuration.signature()), trust(configuration.trust(), data)),
        TrialLimits.starting(Values.duration("start-timeout", configuration.start$_$timeout())),
        Values.duration("probation", configuration.probation()));
  }

  private static SignatureRules.Policy policy(String text) {
    try {
      return SignatureRules.Policy.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "signature is '%s'; it must be off, warn or enforce".formatted(text), e);
    }
  }

  private static Path trust(String text, Path data) {
    return text.isBlank() ? data.resolve(TRUST) : data.resolve(text.strip());
  }
}
