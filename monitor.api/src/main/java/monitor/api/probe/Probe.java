package monitor.api.probe;

import java.util.List;
import monitor.api.capability.Grant;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to test a target. Register it as a service with {@link ProbeProperties}; targets that name
 * it are then given to it.
 */
@ConsumerType
public interface Probe {
  /**
   * Tests one target once, taking {@link Target#samples()} samples. Called on a virtual thread, for
   * many targets at once; may block, but not longer than all samples and their timeouts together. A
   * target that does not answer is a result, not an exception; an exception or an error becomes a
   * failed result with its message.
   *
   * @throws InterruptedException when asked to stop
   */
  ProbeResult probe(Target target, Grant grant) throws InterruptedException;

  /**
   * Says what is wrong with a target before it is ever probed: one sentence for each problem,
   * naming the parameter; nothing if it is fine. Must not touch the network.
   */
  default List<String> check(Target target) {
    return List.of();
  }
}
