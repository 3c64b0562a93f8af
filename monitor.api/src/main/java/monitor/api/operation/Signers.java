package monitor.api.operation;

import org.osgi.annotation.versioning.ProviderType;

/** Who signed the plugins; offered by the deployer. May be called from any thread. */
@ProviderType
public interface Signers {
  /**
   * Subject of the trusted certificate that signed the version in force of a plugin; empty if
   * nobody did, or nobody who is trusted. Reads the jar at the first call.
   */
  String signer(String plugin);
}
