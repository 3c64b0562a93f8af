package monitor.api.event;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What an event tells. Sealed: a switch over it inside a sink must have a default branch unless the
 * sink declares the kinds it accepts, because later versions add kinds.
 */
@ProviderType
public sealed interface Payload
    permits LogLine, Sample, ProcessObservation, Flow, FileChange, Probed, Custom {
  /** The kind, which decides the stream. */
  Kind kind();
}
