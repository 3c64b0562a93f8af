package monitor.api.delivery;

import org.osgi.annotation.versioning.ConsumerType;

/** Work on a thread of its own, which a source or a sink forks from its context. */
@ConsumerType
@FunctionalInterface
public interface Work {
  /**
   * Does the work. Returning ends it, an exception fails the component. It ends soon after the
   * component was asked to stop; late in the deadline its thread is interrupted.
   */
  void run() throws Exception;
}
