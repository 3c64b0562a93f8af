package probe.reachability;

import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.api.identity.AgentConnection;
import monitor.api.identity.AgentConnections;
import org.jspecify.annotations.Nullable;

/**
 * Where agents are: where they connect to this collector from, or did last while it was asked for
 * them, so that a host whose agent has gone is still tested. May be used by any thread.
 */
final class AgentAddresses {
  /** What the name of an agent follows in the address of a target. */
  static final String PREFIX = "agent:";

  private final List<AgentConnections> receivers = new CopyOnWriteArrayList<>();
  private final Map<String, String> last = new ConcurrentHashMap<>();

  void add(AgentConnections receiver) {
    receivers.add(receiver);
  }

  void remove(AgentConnections receiver) {
    receivers.remove(receiver);
  }

  /**
   * The address of an agent; what names none stays as it is.
   *
   * @throws UnknownHostException if the agent was never there; its message is a sentence
   */
  String resolved(String host) throws UnknownHostException {
    if (!host.startsWith(PREFIX)) {
      return host;
    }
    String agent = host.substring(PREFIX.length());
    String address = connected(agent);
    if (address != null) {
      last.put(agent, address);
      return address;
    }
    String before = last.get(agent);
    if (before == null) {
      throw new UnknownHostException(
          receivers.isEmpty()
              ? "nothing here takes in agents, so the address of agent %s is not known"
                  .formatted(agent)
              : "agent %s has not been connected, so its address is not known".formatted(agent));
    }
    return before;
  }

  private @Nullable String connected(String agent) {
    return receivers.stream()
        .flatMap(receiver -> receiver.connections().stream())
        .filter(connection -> connection.agent().equals(agent))
        .filter(connection -> !connection.address().isEmpty())
        .max(Comparator.comparing(AgentConnection::since))
        .map(AgentConnection::address)
        .orElse(null);
  }
}
