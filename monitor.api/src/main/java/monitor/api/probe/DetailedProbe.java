package monitor.api.probe;

import monitor.api.capability.Grant;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A probe that tells more of a round than its result has fields for, such as the phases of an HTTP
 * request. Register it as a {@link Probe}.
 */
@ConsumerType
public interface DetailedProbe extends Probe {
  /** Tests one target once, as {@link #probe} does; is called instead of it. */
  Round round(Target target, Grant grant) throws InterruptedException;

  @Override
  default ProbeResult probe(Target target, Grant grant) throws InterruptedException {
    return round(target, grant).result();
  }
}
