package monitor.rest.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import monitor.api.identity.AgentConnection;
import monitor.api.identity.AgentRecord;
import monitor.api.query.QueryException;
import monitor.api.query.StoredHost;
import monitor.api.query.TelemetryQuery;
import monitor.rest.offers.Offers;
import org.jspecify.annotations.Nullable;

/** What is known of agents: who has joined here, who is connected, and what of whom was stored. */
final class KnownAgents {
  /** All of one agent. */
  private static final class Known {
    final List<StoredHost> hosts = new ArrayList<>();
    final List<AgentConnection> connections = new ArrayList<>();
    @Nullable AgentRecord joined;
  }

  private final Instant now;
  private final Map<String, Known> agents = new TreeMap<>();
  private String missing = "";

  /**
   * Asks all who know something; what cannot answer is left out, and said.
   *
   * @param now when those who are connected were seen last
   */
  KnownAgents(Offers offers, Instant now) {
    this.now = now;
    offers.authority().all().stream()
        .flatMap(authority -> authority.agents().stream())
        .forEach(agent -> known(agent.name()).joined = agent);
    offers.receivers().all().stream()
        .flatMap(receiver -> receiver.connections().stream())
        .sorted(Comparator.comparing(AgentConnection::since).reversed())
        .forEach(connection -> known(connection.agent()).connections.add(connection));
    offers
        .storage()
        .now()
        .ifPresentOrElse(this::read, () -> missing = "No storage plugin is active.");
  }

  private void read(TelemetryQuery storage) {
    try {
      storage.hosts().forEach(host -> known(host.agent()).hosts.add(host));
    } catch (QueryException e) {
      missing = String.valueOf(e.getMessage());
    }
  }

  private Known known(String agent) {
    return agents.computeIfAbsent(agent, name -> new Known());
  }

  /** As JSON. */
  Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put(
        "agents",
        agents.entrySet().stream().map(each -> shape(each.getKey(), each.getValue())).toList());
    if (!missing.isEmpty()) {
      shape.put("missing", missing);
    }
    return shape;
  }

  private Map<String, Object> shape(String name, Known known) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", name);
    shape.put("connected", !known.connections.isEmpty());
    seen(known).max(Comparator.naturalOrder()).ifPresent(last -> shape.put("lastSeen", last));
    shape.put("hosts", known.hosts.stream().map(KnownAgents::shape).toList());
    shape.put("connections", known.connections.stream().map(KnownAgents::shape).toList());
    AgentRecord agent = known.joined;
    if (agent != null) {
      shape.put("joined", agent.joined());
      shape.put("renewed", agent.renewed());
      shape.put("expires", agent.expires());
      shape.put("revoked", agent.revoked());
    }
    return shape;
  }

  private Stream<Instant> seen(Known known) {
    return Stream.concat(
        known.connections.stream().map(connection -> now),
        known.hosts.stream().map(StoredHost::received));
  }

  private static Map<String, Object> shape(StoredHost host) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("host", host.host());
    shape.put("received", host.received());
    if (!host.collector().isEmpty()) {
      shape.put("collector", host.collector());
    }
    return shape;
  }

  private static Map<String, Object> shape(AgentConnection connection) {
    return Map.of(
        "address", connection.address(),
        "software", connection.software(),
        "since", connection.since());
  }
}
