package monitor.deployer;

import java.io.IOException;
import monitor.deployer.signature.SignatureGate;
import monitor.deployer.verify.PluginRefused;

/** Asks the signature policy whether the jar may be installed. */
final class SignatureStep implements Step {
  private final SignatureGate gate;

  SignatureStep(SignatureGate gate) {
    this.gate = gate;
  }

  @Override
  public String name() {
    return "signature";
  }

  @Override
  public String run(Change change) throws PluginRefused, IOException {
    PluginRecord known = change.recordBefore();
    return gate.pass(change.candidate(), known != null && known.accepted(change.candidate()));
  }
}
