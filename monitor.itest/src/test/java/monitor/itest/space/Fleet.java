package monitor.itest.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import monitor.itest.Await;
import monitor.itest.oracle.StoredSums;
import monitor.itest.oracle.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Two agents, two collectors and one PostgreSQL, each on a host of its own. The agents have joined
 * with tokens and know both collectors, in turn the one and the other first.
 */
final class Fleet implements Subject, AutoCloseable {
  static final String DATABASE = "database";
  static final List<String> COLLECTORS = List.of("collector1", "collector2");
  static final List<String> AGENTS = List.of("agent1", "agent2");

  /** Starts, recovery and back-off, on a machine that may be busy with a build. */
  private static final Duration WELL = Duration.ofSeconds(300);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Space space;
  private final Server server;
  private final List<Collector> collectors = new ArrayList<>();
  private final List<Agent> agents = new ArrayList<>();

  private Fleet(Space space, Server server) {
    this.space = space;
    this.server = server;
  }

  /** Starts all of them in an empty folder; returns when the agents are told to start. */
  static Fleet start(Path folder) throws Exception {
    List<String> hosts = new ArrayList<>(List.of(DATABASE));
    hosts.addAll(COLLECTORS);
    hosts.addAll(AGENTS);
    Space space = new Space(hosts);
    try {
      Path programs = new Node(space, DATABASE, "collector", folder.resolve(DATABASE)).home();
      Server server = Server.start(space, DATABASE, folder.resolve(DATABASE), programs);
      Fleet fleet = new Fleet(space, server);
      try {
        fleet.open.addAll(List.of(server, space));
        fleet.start(folder, server.url(Server.PORT));
        return fleet;
      } catch (Exception | AssertionError e) {
        fleet.close();
        throw e;
      }
    } catch (Exception | AssertionError e) {
      space.close();
      throw e;
    }
  }

  private void start(Path folder, String database) throws Exception {
    @Nullable Path authority = null;
    for (String host : COLLECTORS) {
      Collector collector = Collector.start(space, host, folder.resolve(host), database, authority);
      open.push(collector);
      collectors.add(collector);
      collector.awaitReady();
      authority = collectors.getFirst().authority();
    }
    for (int i = 0; i < AGENTS.size(); i++) {
      List<Collector> inTurn = i % 2 == 0 ? collectors : collectors.reversed();
      String host = AGENTS.get(i);
      String token = inTurn.getFirst().invite(host);
      Agent agent = Agent.start(space, host, i, folder.resolve(host), addresses(inTurn), token);
      open.push(agent);
      agents.add(agent);
    }
  }

  private List<String> addresses(List<Collector> inTurn) {
    return inTurn.stream()
        .map(each -> "https://%s:%d".formatted(space.address(each.node().host()), Collector.PORT))
        .toList();
  }

  Space space() {
    return space;
  }

  Server server() {
    return server;
  }

  List<Collector> collectors() {
    return collectors;
  }

  List<Agent> agents() {
    return agents;
  }

  /** The folders that the agents read. */
  List<Path> watched() {
    return agents.stream().map(Agent::watched).toList();
  }

  /** Starts what does not run. */
  void startAnew() throws IOException {
    server.start();
    for (Collector collector : collectors) {
      if (collector.node().processes().isEmpty()) {
        collector.start();
      }
    }
    for (Agent agent : agents) {
      if (agent.node().processes().isEmpty()) {
        agent.start();
      }
    }
  }

  /** Waits until both collectors are ready and lines of both agents are stored again. */
  void awaitWell() throws Exception {
    server.awaitReady();
    for (Collector collector : collectors) {
      collector.awaitReady();
    }
    awaitLines();
  }

  /** Waits until lines of both agents are stored again, by whatever collector. */
  void awaitLines() throws Exception {
    StoredSums before = Await.until("the database", WELL, this::sums, sums -> sums != null);
    Await.until(
        "more lines of each agent stored than " + before,
        WELL,
        this::sums,
        now ->
            now != null
                && IntStream.range(0, agents.size()).allMatch(i -> now.total(i) > before.total(i)));
  }

  private @Nullable StoredSums sums() throws IOException {
    try {
      return StoredSums.of(this);
    } catch (SQLException e) {
      return null;
    }
  }

  @Override
  public JsonNode pipeline() throws IOException {
    ArrayNode routes = JsonNodeFactory.instance.arrayNode();
    for (Agent agent : agents) {
      agent.pipeline().path("routes").forEach(routes::add);
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.set("routes", routes);
    return all;
  }

  /** What everybody who runs says of his pipeline, for whoever looks into a failure. */
  String state() {
    StringBuilder all = new StringBuilder();
    for (Agent agent : agents) {
      all.append(said(agent.node(), agent::pipeline));
    }
    for (Collector collector : collectors) {
      all.append(said(collector.node(), () -> collector.api().get("pipeline")));
    }
    return all.toString();
  }

  private static String said(Node node, Callable<JsonNode> pipeline) {
    try {
      return "%s\n%s\n".formatted(node.host(), pipeline.call().toPrettyString());
    } catch (Exception | AssertionError e) {
      return "%s says nothing: %s\n".formatted(node.host(), e);
    }
  }

  @Override
  public Connection connect() throws SQLException {
    return server.connect();
  }

  @Override
  public void close() throws Exception {
    @Nullable Exception failed = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception | AssertionError e) {
        failed = new IOException("not closed", e);
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
