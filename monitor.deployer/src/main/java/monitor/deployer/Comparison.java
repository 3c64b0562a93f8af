package monitor.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import monitor.api.operation.PluginDiff;
import monitor.api.operation.PluginDiff.Difference;
import monitor.api.operation.Requester;
import monitor.deployer.diff.Differences;
import monitor.deployer.signature.SignatureGate;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.jspecify.annotations.Nullable;

/** Runs the steps that touch nothing and says what the rest would change. */
final class Comparison {
  private final Step verify;
  private final List<Step> checks;
  private final SignatureGate signatures;
  private final Losses losses;
  private final InstantSource clock;

  /**
   * With the steps of an installation.
   *
   * @param verify the one that reads the jar
   * @param checks those after it that only look
   */
  Comparison(
      Step verify,
      List<Step> checks,
      SignatureGate signatures,
      Losses losses,
      InstantSource clock) {
    this.verify = verify;
    this.checks = List.copyOf(checks);
    this.signatures = signatures;
    this.losses = losses;
    this.clock = clock;
  }

  /**
   * Compares a jar with what is in force, and deletes it.
   *
   * @throws PluginRefused if it is no plugin at all
   */
  PluginDiff of(Path staged, boolean downgrade) throws Exception {
    try {
      Requester nobody = Requester.of("");
      Request request = Request.install(staged, "", Origin.UPLOADED, downgrade, nobody);
      Change change = new Change(request, Progress.untold(clock, request));
      verify.run(change);
      String refusal = refusal(change);
      return diff(change.before(), change.candidate(), refusal);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /** The first reason; the checks after it go on, as they find what is in force. */
  private String refusal(Change change) throws Exception {
    String first = "";
    for (Step check : checks) {
      try {
        check.run(change);
      } catch (PluginRefused e) {
        first = first.isEmpty() ? e.reason() : first;
      }
    }
    return first;
  }

  private PluginDiff diff(@Nullable PluginJar before, PluginJar after, String refusal)
      throws IOException {
    List<Difference> differences = Differences.between(before, after);
    return new PluginDiff(
        after.name(),
        before == null ? null : before.version().toString(),
        after.version().toString(),
        before == null ? 0 : before.bytes(),
        after.bytes(),
        signatures.look(after).words(),
        refusal,
        differences,
        before == null ? List.of() : losses.ofUpgrade(after.name(), differences));
  }
}
