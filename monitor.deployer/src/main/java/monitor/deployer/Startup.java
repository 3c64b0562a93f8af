package monitor.deployer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import monitor.deployer.explain.ActivationFailure;
import monitor.deployer.signature.SignatureGate;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts in force at the start of the platform what was decided before: install all, then start. */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private final Installed installed;
  private final PluginBundles bundles;
  private final WiringCheck wiring;
  private final StartFailures failures;
  private final SignatureGate signatures;
  private final Path dropFolder;

  Startup(
      Installed installed,
      PluginBundles bundles,
      StartFailures failures,
      SignatureGate signatures,
      Path dropFolder) {
    this.installed = installed;
    this.bundles = bundles;
    this.wiring = new WiringCheck(bundles);
    this.failures = failures;
    this.signatures = signatures;
    this.dropFolder = dropFolder;
  }

  /** Runs once; a plugin that cannot be started stops no other. */
  void run() throws Exception {
    bundles.clear();
    List<String> toStart = new ArrayList<>();
    for (PluginRecord record : installed.records()) {
      if (!record.removed() && !vanished(record) && installs(record) && !record.disabled()) {
        toStart.add(record.name());
      }
    }
    for (String plugin : toStart) {
      start(plugin);
    }
  }

  /** Taken out of the drop folder while nothing ran: the folder's first look removes it. */
  private boolean vanished(PluginRecord record) {
    return record.file() != null && !Files.exists(dropFolder.resolve(record.file()));
  }

  private boolean installs(PluginRecord record) throws InterruptedException {
    try {
      PluginJar jar = installed.requireJar(record);
      if (record.origin() != Origin.BUNDLED) {
        signatures.pass(jar, record.accepted(jar));
      }
      bundles.put(jar);
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      failed(record.name(), e);
      return false;
    }
  }

  private void start(String plugin) throws InterruptedException {
    try {
      bundles.start(plugin);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      failed(plugin, e);
    }
  }

  private void failed(String plugin, Exception failure) {
    String reason =
        failure instanceof PluginRefused refused
            ? refused.reason()
            : bundles
                .find(plugin)
                .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                .flatMap(wiring::problem)
                .orElseGet(() -> ActivationFailure.words(failure));
    failures.failed(plugin, reason);
    LOG.error("The plugin {} does not run: {}.", plugin, reason, failure);
  }
}
