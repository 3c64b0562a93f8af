package monitor.deployer;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import monitor.api.operation.Signers;
import monitor.deployer.signature.Signature;
import monitor.deployer.signature.SignatureGate;
import monitor.deployer.verify.PluginJar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signed the bundles that are there, also the one that a trial has just started. A verdict is
 * kept with the bytes it is about, until the trust store may have changed.
 */
final class TrustedSigners implements Signers {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedSigners.class);

  private final PluginBundles bundles;
  private final PluginStore store;
  private final Installed installed;
  private final SignatureGate gate;
  private final Map<String, String> bySha256 = new ConcurrentHashMap<>();

  TrustedSigners(
      PluginBundles bundles, PluginStore store, Installed installed, SignatureGate gate) {
    this.bundles = bundles;
    this.store = store;
    this.installed = installed;
    this.gate = gate;
  }

  /** The trust store may be another. */
  void forget() {
    bySha256.clear();
  }

  @Override
  public String signer(String plugin) {
    try {
      Optional<PluginJar> jar = jar(plugin);
      return jar.isEmpty()
          ? ""
          : bySha256.computeIfAbsent(jar.get().sha256(), s -> look(jar.get()));
    } catch (IOException e) {
      LOG.warn("Who signed {} cannot be found out, so nobody did.", plugin, e);
      return "";
    }
  }

  private Optional<PluginJar> jar(String plugin) throws IOException {
    String version = bundles.find(plugin).map(bundle -> bundle.getVersion().toString()).orElse("");
    Optional<PluginJar> kept = version.isEmpty() ? Optional.empty() : store.kept(plugin, version);
    return kept.or(
        () -> installed.bundled(plugin).filter(jar -> jar.version().toString().equals(version)));
  }

  private String look(PluginJar jar) {
    try {
      Signature signature = gate.look(jar);
      return signature.trusted() ? signature.signer() : "";
    } catch (IOException e) {
      LOG.warn("The signature of {} cannot be read, so it has none.", jar.name(), e);
      return "";
    }
  }
}
