package receiver.websocket;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Codec;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.identity.AgentAuthority;
import monitor.api.operation.ComponentView;
import monitor.api.operation.RouteView;
import monitor.api.sink.Sink;
import monitor.api.source.SourceProperties.Route;
import monitor.runtime.Monitor;
import monitor.runtime.MonitorBuilder;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;
import monitor.testkit.TestConfiguration;
import org.jspecify.annotations.Nullable;
import sink.websocket.WebSocketSink;

/** Agents and collectors as they are, each a runtime of its own. */
final class Hosts {
  static final Kind NUMBER = new Kind("test.number");
  private static final Capabilities CUSTOM = Capabilities.of(Capability.CUSTOM);
  private static final Duration SHUTDOWN = Duration.ofSeconds(20);

  private Hosts() {}

  /** A collector that runs. */
  record Collector(Monitor monitor, WebSocketReceiver receiver) implements AutoCloseable {
    int port() throws Exception {
      Await.until("the receiver listens: " + monitor.view().sources(), () -> receiver.port() > 0);
      return receiver.port();
    }

    ComponentView view() {
      return monitor.view().sources().getFirst();
    }

    @Override
    public void close() throws Exception {
      monitor.close();
    }
  }

  static Map<String, Object> plain() {
    return new HashMap<>(Map.of("listen", "127.0.0.1:0", "grace", "8s"));
  }

  static Collector collector(Path data, String name, Sink store, Map<String, ?> configuration)
      throws Exception {
    return collector(data, name, store, configuration, null);
  }

  /** One that agents join, if there is an authority. */
  static Collector collector(
      Path data,
      String name,
      Sink store,
      Map<String, ?> configuration,
      @Nullable AgentAuthority authority)
      throws Exception {
    Monitor monitor = withoutSinks(data, name);
    monitor.register(SinkSpec.essential("store"), store);
    return receiving(monitor, configuration, authority);
  }

  static Monitor withoutSinks(Path data, String name) throws Exception {
    return withoutSinks(data, name, InstantSource.system());
  }

  /** One that goes by this clock. */
  static Monitor withoutSinks(Path data, String name, InstantSource clock) throws Exception {
    return Monitor.builder(data.resolve(name))
        .agent(name)
        .clock(clock)
        .freeFloor(0)
        .shutdownTimeout(SHUTDOWN)
        .build();
  }

  static Collector receiving(Monitor monitor, Map<String, ?> configuration) throws Exception {
    return receiving(monitor, configuration, null);
  }

  private static Collector receiving(
      Monitor monitor, Map<String, ?> configuration, @Nullable AgentAuthority authority)
      throws Exception {
    WebSocketReceiver receiver =
        new WebSocketReceiver(
            Settings.of(TestConfiguration.of(ReceiverConfiguration.class, configuration)),
            authority);
    monitor.register(
        SourceSpec.of("receiver.websocket", CUSTOM, Kind.LOG).withRoute(Route.DIRECT), receiver);
    return new Collector(monitor, receiver);
  }

  /** An agent that runs; its shutdown is short, for what is not delivered stays in the journal. */
  static Monitor agent(Path data, String name, Map<String, ?> configuration, Codec codec)
      throws Exception {
    return sending(builder(data, name).codec(codec).build(), sink(configuration));
  }

  /** The same, which leaves it to the collector how batches are compressed. */
  static Monitor agent(Path data, String name, Map<String, ?> configuration) throws Exception {
    return agent(data, name, sink(configuration));
  }

  private static MonitorBuilder builder(Path data, String name) {
    return Monitor.builder(data.resolve(name))
        .agent(name)
        .freeFloor(0)
        .shutdownTimeout(Duration.ofSeconds(2));
  }

  /** The same, with this sink. */
  static Monitor agent(Path data, String name, Sink sink) throws Exception {
    return sending(builder(data, name).build(), sink);
  }

  private static Monitor sending(Monitor monitor, Sink sink) {
    monitor.register(SinkSpec.essential("sink.websocket"), sink);
    return monitor;
  }

  /** The sink with its own configuration, which is not public. */
  static Sink sink(Map<String, ?> configuration) throws Exception {
    Constructor<?> constructor = WebSocketSink.class.getConstructors()[0];
    return (Sink)
        constructor.newInstance(
            TestConfiguration.of(constructor.getParameterTypes()[0], configuration));
  }

  /** Quick to come again, so that a test does not wait. */
  static Map<String, Object> to(int... ports) {
    List<String> addresses =
        Arrays.stream(ports)
            .mapToObj(port -> "ws://127.0.0.1:%d/transport".formatted(port))
            .toList();
    return new HashMap<>(
        Map.of("addresses", addresses, "reconnect.first", "100ms", "reconnect.most", "400ms"));
  }

  /** Numbers from a source of the agent, as fast as they go, or a few at a time. */
  static void emit(Monitor agent, String source, long from, long to, int pauseMillis) {
    agent.register(
        SourceSpec.of(source, CUSTOM, NUMBER),
        context -> {
          for (long n = from; n < to && !context.stopping(); n++) {
            context.emit(
                Event.custom(NUMBER.name(), Attributes.of(Map.of("n", n, "text", "x".repeat(50)))));
            if (pauseMillis > 0 && n % 50 == 0) {
              context.awaitNext(Duration.ofMillis(pauseMillis));
            }
          }
        });
  }

  /**
   * Numbers from 0 on from a source of the agent, about a thousand a second, until it is enough.
   *
   * @param emitted how many they are, once it was enough
   */
  static void emitUntil(Monitor agent, String source, BooleanSupplier enough, AtomicLong emitted) {
    agent.register(
        SourceSpec.of(source, CUSTOM, NUMBER),
        context -> {
          long n = 0;
          while (!enough.getAsBoolean() && context.awaitNext(Duration.ofMillis(50))) {
            for (int i = 0; i < 50; i++) {
              context.emit(Event.custom(NUMBER.name(), Attributes.of(Map.of("n", n++))));
            }
          }
          emitted.set(n);
        });
  }

  /** What the agent owes on the way to its collector; waits until there is something. */
  static RouteView route(Monitor agent, String source) throws Exception {
    Await.until("a route of " + source, () -> find(agent, source).isPresent());
    return find(agent, source).orElseThrow();
  }

  private static Optional<RouteView> find(Monitor agent, String source) {
    return agent.view().routes().stream()
        .filter(route -> route.source().equals(source))
        .findFirst();
  }

  static ComponentView sinkOf(Monitor agent) {
    return agent.view().sinks().getFirst();
  }
}
