package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.identity.AgentConnection;
import monitor.api.operation.ComponentState;
import monitor.api.sink.Sink;
import monitor.runtime.Monitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.Hosts.Collector;

/**
 * Agents and collectors with everything between them, through a proxy that does what networks do:
 * nothing is lost and nothing is doubled.
 */
class TransportTest {
  @TempDir Path data;
  private final Store store = new Store();
  @RegisterExtension final Opened opened = new Opened(store);
  private final long seed = Long.getLong("tests.seed", System.nanoTime());
  private ChaosProxy proxy;

  @BeforeEach
  void start() throws Exception {
    System.out.println("seed " + seed);
    proxy = opened.add(new ChaosProxy(seed));
  }

  private Collector collector(String name) throws Exception {
    return opened.add(Hosts.collector(data, name, store, Hosts.plain()));
  }

  private Monitor agent(Map<String, ?> configuration) throws Exception {
    return opened.add(Hosts.agent(data, "agent-1", configuration, Codec.ZSTD));
  }

  private void awaitNumbers(int count) throws Exception {
    Await.until("numbers stored", () -> store.numbers() >= count);
  }

  /** Something more is stored, unless all is. */
  private void awaitMore() throws Exception {
    int stored = store.numbers();
    Await.until("more", () -> store.numbers() > stored || stored == 10_000);
  }

  private void assertEachOnce(Monitor agent, String source, int count) throws Exception {
    awaitNumbers(count);
    Await.until(
        "all is acknowledged", () -> Hosts.route(agent, source).balance().delivered() == count);
    assertThat(store.wrongUpTo(count)).isEmpty();
    assertThat(store.numbers()).isEqualTo(count);
    assertThat(Hosts.route(agent, source).balance().dropped()).isEmpty();
  }

  @Test
  void carriesEverythingAndWritesNothingOnTheCollector() throws Exception {
    Collector collector = collector("collector-1");
    Monitor agent = agent(Hosts.to(collector.port()));
    Hosts.emit(agent, "numbers", 0, 20_000, 0);
    assertEachOnce(agent, "numbers", 20_000);
    assertThat(store.hops())
        .allMatch(hop -> hop.collector().equals("collector-1"))
        .allMatch(hop -> hop.peerIdentity().equals("agent-1"))
        .allMatch(hop -> hop.receivedNanos() > 0);
    assertThat(Hosts.sinkOf(agent).state()).isEqualTo(ComponentState.ACTIVE);
    assertThat(Hosts.sinkOf(agent).reason()).isEmpty();
    assertThat(collector.view().events()).isEqualTo(20_000);
    assertThat(collector.monitor().view().routes().getFirst().balance().delivered())
        .isEqualTo(20_000);
    assertThat(collector.monitor().view().journal().lanes()).allMatch(lane -> lane.events() == 0);
  }

  @Test
  void tellsWhoIsConnected() throws Exception {
    Collector collector = collector("collector-1");
    WebSocketReceiver receiver = collector.receiver();
    assertThat(receiver.connections()).isEmpty();
    Monitor agent = agent(Hosts.to(collector.port()));
    Hosts.emit(agent, "numbers", 0, 10, 0);
    assertEachOnce(agent, "numbers", 10);
    AgentConnection connection = receiver.connections().getFirst();
    assertThat(connection.agent()).isEqualTo("agent-1");
    assertThat(connection.address()).isEqualTo("127.0.0.1");
    assertThat(connection.software()).matches("monitor \\d+\\.\\d+\\.\\d+\\S*, Java \\d+");
    assertThat(connection.since()).isBetween(Instant.now().minusSeconds(600), Instant.now());
    agent.close();
    Await.until("nobody is connected", () -> receiver.connections().isEmpty());
  }

  @Test
  void losesNothingWhenTheConnectionIsCutInTheMiddleOfBatches() throws Exception {
    Random random = new Random(seed);
    proxy.target = collector("collector-1").port();
    proxy.cutAfter = () -> 1_000 + random.nextInt(20_000);
    Monitor agent = agent(Hosts.to(proxy.port()));
    Hosts.emit(agent, "numbers", 0, 30_000, 5);
    Await.until("cuts", () -> proxy.connections() > 10 || store.numbers() == 30_000);
    proxy.cutAfter = () -> Long.MAX_VALUE;
    proxy.cut();
    assertEachOnce(agent, "numbers", 30_000);
    assertThat(proxy.connections()).as("connections").isGreaterThan(3);
  }

  @Test
  void doublesNothingWhenAnswersAreLost() throws Exception {
    proxy.target = collector("collector-1").port();
    Monitor agent = agent(Hosts.to(proxy.port()));
    Hosts.emit(agent, "numbers", 0, 10_000, 20);
    for (int round = 1; round <= 4; round++) {
      awaitMore();
      proxy.swallowing = true;
      awaitMore();
      proxy.swallowing = false;
      proxy.cut();
    }
    assertEachOnce(agent, "numbers", 10_000);
    assertThat(store.duplicates()).as("batches that were sent again").isPositive();
  }

  @Test
  void losesNothingWhenBytesAreChangedOrComeOneByOne() throws Exception {
    proxy.target = collector("collector-1").port();
    proxy.corruptWithin = 60_000;
    Map<String, Object> impatient = Hosts.to(proxy.port());
    impatient.put("connect.timeout", "3s");
    impatient.put("silence", "5s");
    Monitor agent = agent(impatient);
    Hosts.emit(agent, "numbers", 0, 20_000, 5);
    Await.until("much is stored", () -> store.numbers() > 15_000);
    proxy.slice = 1;
    proxy.cut();
    Await.until("more is stored", () -> store.numbers() > 18_000);
    proxy.slice = Integer.MAX_VALUE;
    proxy.corruptWithin = 0;
    assertEachOnce(agent, "numbers", 20_000);
  }

  @Test
  void noticesAConnectionOnWhichNothingIsHeardAnyMore() throws Exception {
    Collector collector = collector("collector-1");
    proxy.target = collector.port();
    Map<String, Object> impatient = Hosts.to(proxy.port());
    impatient.put("silence", "1s");
    Monitor agent = agent(impatient);
    Hosts.emit(agent, "numbers", 0, 1_000, 0);
    assertEachOnce(agent, "numbers", 1_000);
    proxy.frozen = true;
    Await.until(
        "the silence is noticed", () -> Hosts.sinkOf(agent).reason().contains("nothing was heard"));
    Hosts.emit(agent, "more", 1_000, 2_000, 0);
    proxy.frozen = false;
    awaitNumbers(2_000);
    assertThat(store.wrongUpTo(2_000)).isEmpty();
  }

  @Test
  void goesToTheNextCollectorWhenOneIsLost() throws Exception {
    proxy.target = collector("collector-1").port();
    int second = collector("collector-2").port();
    Monitor agent = agent(Hosts.to(proxy.port(), second));
    Hosts.emit(agent, "numbers", 0, 20_000, 2);
    awaitNumbers(2_000);
    proxy.close();
    assertEachOnce(agent, "numbers", 20_000);
    assertThat(store.hops()).anyMatch(hop -> hop.collector().equals("collector-2"));
  }

  @Test
  void isAskedToMoveWhenACollectorStops() throws Exception {
    Collector first = collector("collector-1");
    int second = collector("collector-2").port();
    Monitor agent = agent(Hosts.to(first.port(), second));
    Hosts.emit(agent, "numbers", 0, 20_000, 2);
    awaitNumbers(2_000);
    first.close();
    assertEachOnce(agent, "numbers", 20_000);
    assertThat(store.hops()).anyMatch(hop -> hop.collector().equals("collector-2"));
    assertThat(store.duplicates()).as("batches without an answer when it stopped").isZero();
  }

  @Test
  void leavesACollectorThatHasNoStorage() throws Exception {
    assertLeaves(
        opened.add(Hosts.receiving(Hosts.withoutSinks(data, "collector-1"), Hosts.plain())));
  }

  @Test
  void leavesACollectorWhoseStorageDoesNotAnswer() throws Exception {
    CompletableFuture<Outcome> never = new CompletableFuture<>();
    Sink silent = batch -> new Delivery.Pending(never);
    try {
      assertLeaves(opened.add(Hosts.collector(data, "collector-1", silent, Hosts.plain())));
    } finally {
      never.complete(Outcome.retry("the test is over"));
    }
  }

  private void assertLeaves(Collector useless) throws Exception {
    Map<String, Object> impatient = Hosts.to(useless.port(), collector("collector-2").port());
    impatient.put("patience", "1s");
    Monitor agent = agent(impatient);
    Hosts.emit(agent, "numbers", 0, 1_000, 0);
    assertEachOnce(agent, "numbers", 1_000);
    assertThat(store.hops()).allMatch(hop -> hop.collector().equals("collector-2"));
    assertThat(useless.view().events()).as("what the other one was sent").isPositive();
  }

  @Test
  void keepsWhatNoCollectorTakesOverARestart() throws Exception {
    Monitor agent = Hosts.agent(data, "agent-1", Hosts.to(1), Codec.LZ4);
    Hosts.emit(agent, "numbers", 0, 5_000, 0);
    Await.until(
        "the reason is shown", () -> Hosts.sinkOf(agent).reason().contains("not connected"));
    Await.until(
        "all is durable", () -> Hosts.route(agent, "numbers").balance().received() == 5_000);
    agent.close();
    Monitor again = agent(Hosts.to(collector("collector-1").port()));
    awaitNumbers(5_000);
    Await.until("acknowledged", () -> Hosts.route(again, "numbers").balance().buffered() == 0);
    assertThat(store.wrongUpTo(5_000)).isEmpty();
  }

  @Test
  void letsOtherStreamsGoOnWhileOneIsInRetry() throws Exception {
    store.before =
        batch ->
            batch.header().id().stream().startsWith("stuck")
                ? Outcome.retry("not this stream")
                : Outcome.ACCEPTED;
    Monitor agent = agent(Hosts.to(collector("collector-1").port()));
    Hosts.emit(agent, "stuck", 5_000, 6_000, 0);
    Await.until(
        "the retry is shown", () -> Hosts.route(agent, "stuck").reason().equals("not this stream"));
    Hosts.emit(agent, "numbers", 0, 5_000, 0);
    assertEachOnce(agent, "numbers", 5_000);
    store.before = batch -> Outcome.ACCEPTED;
    awaitNumbers(6_000);
    assertThat(store.wrongUpTo(6_000)).isEmpty();
  }

  @Test
  void goesOnInANewEpochAfterAConflictAndCountsWhatIsRejected() throws Exception {
    Monitor agent = agent(Hosts.to(collector("collector-1").port()));
    store.before = batch -> new Outcome.Rejected("not this one");
    Hosts.emit(agent, "refused", 100, 110, 0);
    Await.until(
        "the rejection is counted",
        () -> Hosts.route(agent, "refused").balance().dropped().equals(Map.of("rejected", 10L)));
    store.before = batch -> new Outcome.Conflict("somebody else was here");
    Hosts.emit(agent, "cloned", 200, 210, 0);
    Await.until(
        "the conflict is counted",
        () -> Hosts.route(agent, "cloned").balance().dropped().equals(Map.of("conflict", 10L)));
    store.before = batch -> Outcome.ACCEPTED;
    Hosts.emit(agent, "numbers", 0, 100, 0);
    assertEachOnce(agent, "numbers", 100);
  }
}
