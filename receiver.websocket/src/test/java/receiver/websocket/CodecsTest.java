package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Outcome;
import monitor.runtime.Monitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.Hosts.Collector;

/** How batches are compressed that an agent makes after a collector has said what it prefers. */
class CodecsTest {
  private static final int NUMBERS = 5_000;

  @TempDir Path data;
  private final Store store = new Store();
  private final Map<String, Set<Codec>> seen = new ConcurrentHashMap<>();

  @AfterEach
  void stop() {
    store.end();
  }

  private Collector collector(String name, String... codecs) throws Exception {
    store.before =
        batch -> {
          seen.computeIfAbsent(
                  batch.header().id().stream(), stream -> ConcurrentHashMap.newKeySet())
              .add(batch.header().codec());
          return Outcome.ACCEPTED;
        };
    Map<String, Object> configuration = Hosts.plain();
    configuration.put("codecs", List.of(codecs));
    return Hosts.collector(data, name, store, configuration);
  }

  private static void send(Monitor agent, String source, int from) throws Exception {
    Hosts.emit(agent, source, from, from + NUMBERS, 0);
    Await.until(
        source + " is delivered",
        () -> Hosts.route(agent, source).balance().delivered() == NUMBERS);
  }

  /** A batch of few events is not worth compressing. */
  private Set<Codec> of(String source) {
    Set<Codec> codecs = seen.get(source + "/" + Hosts.NUMBER);
    codecs.remove(Codec.NONE);
    return codecs;
  }

  @Test
  void areThoseThatTheCollectorPrefersWhichTheAgentIsConnectedTo() throws Exception {
    try (Collector first = collector("collector-1", "gzip", "zstd");
        Collector second = collector("collector-2", "lz4");
        Monitor agent = Hosts.agent(data, "agent-1", Hosts.to(first.port(), second.port()))) {
      send(agent, "early", 0);
      send(agent, "at-the-first", NUMBERS);
      first.close();
      send(agent, "meanwhile", 2 * NUMBERS);
      send(agent, "at-the-second", 3 * NUMBERS);
      assertThat(store.wrongUpTo(4 * NUMBERS)).isEmpty();
    }
    assertThat(of("at-the-first")).containsExactly(Codec.GZIP);
    assertThat(of("at-the-second")).containsExactly(Codec.LZ4);
  }

  @Test
  void areThoseOfTheConfigurationWhereTheAgentHasOne() throws Exception {
    try (Collector collector = collector("collector-1", "gzip");
        Monitor agent = Hosts.agent(data, "agent-1", Hosts.to(collector.port()), Codec.SNAPPY)) {
      send(agent, "early", 0);
      send(agent, "later", NUMBERS);
      assertThat(store.wrongUpTo(2 * NUMBERS)).isEmpty();
    }
    assertThat(of("later")).containsExactly(Codec.SNAPPY);
  }
}
