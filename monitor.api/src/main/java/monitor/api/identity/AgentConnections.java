package monitor.api.identity;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The agents that are connected to this collector now; offered by every receiver that takes agents
 * in. May be called from any thread; does not wait.
 */
@ProviderType
public interface AgentConnections {
  /** Those that were let in, in no order; an agent may be there twice while it comes again. */
  List<AgentConnection> connections();
}
