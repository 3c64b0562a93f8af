package monitor.deployer.signature;

import java.nio.file.Path;

/**
 * What is asked of signatures.
 *
 * @param policy what a jar without a trusted signature means
 * @param trust folder of the certificates that are trusted, or one file of them
 */
public record SignatureRules(Policy policy, Path trust) {
  /** What a jar without a trusted signature means. */
  public enum Policy {
    /** Nothing: signatures are not looked at. */
    OFF,
    /** It is installed, and a warning says so. */
    WARN,
    /** It is refused, also at the start of the platform. */
    ENFORCE
  }
}
