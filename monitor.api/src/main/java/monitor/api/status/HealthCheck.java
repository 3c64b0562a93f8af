package monitor.api.status;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An optional companion of a source or sink: implemented by the same object, asked from time to
 * time.
 */
@ConsumerType
public interface HealthCheck {
  /**
   * Says how the component is doing. Called on a thread of the runtime, never twice at once, at the
   * interval of the runtime (60 s unless configured); may block up to the runtime's deadline for
   * calls. An exception counts as {@link Status.Level#FAILED} with its message.
   */
  Status check() throws Exception;
}
