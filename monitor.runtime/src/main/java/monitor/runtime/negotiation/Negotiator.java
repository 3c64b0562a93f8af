package monitor.runtime.negotiation;

import java.util.function.Function;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Grant;

/**
 * Negotiates with what host and policy are now. Safe for many threads: each negotiation sees one
 * host and one policy.
 */
public final class Negotiator {
  private volatile Offer host;
  private volatile Function<String, Offer> policy = bundle -> Offer.ALL;

  /** With a host, and a policy that permits everything. */
  public Negotiator(Offer host) {
    this.host = host;
  }

  /** What the host offers from now on. */
  public void host(Offer offer) {
    host = offer;
  }

  /** What the host offers. */
  public Offer host() {
    return host;
  }

  /** The policy from now on; asked by the symbolic name of the bundle, empty outside OSGi. */
  public void policy(Function<String, Offer> newPolicy) {
    policy = newPolicy;
  }

  /** What a component of a bundle is granted. */
  public Grant negotiate(String bundle, Capabilities declared, Capabilities required) {
    return Negotiation.negotiate(declared, required, host, policy.apply(bundle));
  }
}
