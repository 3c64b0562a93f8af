package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import monitor.api.source.SourceProperties.Route;
import monitor.runtime.Monitor;
import monitor.runtime.Registration;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.WebSocketReceiver;
import sink.websocket.WebSocketSink;

/** From an agent through collectors into the database: what is acknowledged is committed, once. */
@ExtendWith(TestServer.Extension.class)
final class CollectorIT {
  private static final int LINES = 30_000;
  private static final String STORED = "select count(*) from logs_v1";

  @TempDir Path data;
  private TestDatabase database;

  @BeforeEach
  void open(TestServer server) throws Exception {
    database = server.database();
  }

  private static <T> T component(Class<T> type, Map<String, ?> configuration) throws Exception {
    Constructor<?> constructor = type.getConstructors()[0];
    Class<?>[] parameters = constructor.getParameterTypes();
    // The configuration comes last; services before it are optional.
    Object[] arguments = new Object[parameters.length];
    arguments[parameters.length - 1] =
        monitor.testkit.TestConfiguration.of(parameters[parameters.length - 1], configuration);
    return type.cast(constructor.newInstance(arguments));
  }

  /** A collector, and its way into the database. */
  private record Collector(Monitor monitor, Registration storage, WebSocketReceiver receiver) {
    String address() throws Exception {
      Await.until("the receiver listens", () -> receiver.port() != 0);
      return "ws://127.0.0.1:%d/transport".formatted(receiver.port());
    }
  }

  private Collector collector(String name) throws Exception {
    Monitor monitor = monitor(name, Duration.ofSeconds(20));
    WebSocketReceiver receiver =
        component(WebSocketReceiver.class, Map.of("listen", "127.0.0.1:0", "grace", "5s"));
    Registration storage = monitor.register(SinkSpec.essential("sink.postgres"), database.sink());
    monitor.register(
        SourceSpec.of("receiver.websocket", Capabilities.of(Capability.LOGS), Kind.LOG)
            .withRoute(Route.DIRECT),
        receiver);
    return new Collector(monitor, storage, receiver);
  }

  private Monitor monitor(String name, Duration shutdown) throws Exception {
    return Monitor.builder(data.resolve(name))
        .agent(name)
        .freeFloor(0)
        .shutdownTimeout(shutdown)
        .build();
  }

  private static EventSource lines() {
    return context -> {
      for (int n = 0; n < LINES && !context.stopping(); n++) {
        context.emit(Event.of(n + 1, new LogLine(Text.of("line " + n), Severity.INFO, false)));
        if (n % 100 == 0) {
          context.awaitNext(Duration.ofMillis(10));
        }
      }
    };
  }

  @Test
  void storesEachLineOnceWhileCollectorsStopAndTheStorageIsReplaced() throws Exception {
    Collector stopping = collector("collector-1");
    Collector staying = collector("collector-2");
    Sink transport =
        component(
            WebSocketSink.class,
            Map.of(
                "addresses",
                List.of(stopping.address(), staying.address()),
                "reconnect.first",
                "100ms"));
    try (Monitor agent = monitor("agent-1", Duration.ofSeconds(2))) {
      agent.register(SinkSpec.essential("sink.websocket"), transport);
      agent.register(SourceSpec.of("lines", Capabilities.of(Capability.LOGS), Kind.LOG), lines());
      database.await("select count(to_regclass('logs_v1'))", 1);
      database.awaitAtLeast(STORED, 2_000);
      stopping.monitor().close();
      database.awaitAtLeast(STORED, database.number(STORED) + 2_000);
      staying.storage().close();
      staying.monitor().register(SinkSpec.essential("sink.postgres"), database.sink());
      database.awaitAtLeast(STORED, LINES);
      assertThat(database.number(STORED)).isEqualTo(LINES);
      assertThat(database.number("select count(distinct body) from logs_v1")).isEqualTo(LINES);
      assertThat(database.number("select count(*) from gaps_v1")).isZero();
      assertThat(database.rows("select distinct hops->0->>'collector' from batches_v1 order by 1"))
          .containsExactly("collector-1", "collector-2");
      assertThat(database.rows("select distinct agent from batches_v1")).containsExactly("agent-1");
    } finally {
      stopping.monitor().close();
      staying.monitor().close();
    }
  }
}
