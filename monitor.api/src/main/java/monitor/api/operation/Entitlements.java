package monitor.api.operation;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What decides over capabilities, as it is now; the grants of sources and sinks are in {@link
 * Pipeline}. May be called from any thread; does not block.
 */
@ProviderType
public interface Entitlements {
  /** What this host offers. */
  HostView host();

  /** The rules of the policy, by name. */
  List<PolicyView> policy();

  /** Who does tasks, probes among them, by component. */
  List<PerformerView> performers();
}
