package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.status.Status;
import monitor.runtime.Monitor;
import monitor.runtime.SourceSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.Hosts.Collector;

/** Many agents whose collector is killed: they come to the other one, each in its own time. */
class ManyAgentsTest {
  private static final int AGENTS = 20;
  private static final int BUCKET_MILLIS = 500;
  private static final Pattern PAUSE = Pattern.compile("tried again in (\\d+) ms");

  @TempDir Path data;
  private volatile boolean enough;

  /** Stores where the collector did that was killed, from then on. */
  private static final class Heir implements Sink {
    final Map<String, Long> arrivalNanos = new ConcurrentHashMap<>();
    private final Path file;
    private volatile boolean inherits;
    private DurableStore store;

    Heir(Path file) {
      this.file = file;
    }

    @Override
    public Delivery deliver(Batch batch) throws Exception {
      if (!inherits) {
        return Outcome.retry("the other collector lives");
      }
      arrivalNanos.putIfAbsent(batch.header().id().agent(), System.nanoTime());
      if (store == null) {
        store = new DurableStore(file);
      }
      return store.deliver(batch);
    }
  }

  /** The sink of an agent, and when it said that it waits, and how long. */
  private static final class Watched implements Sink {
    private final Sink sink;
    volatile long sinceNanos;
    volatile long pauseMillis;

    Watched(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void open(SinkContext context) throws Exception {
      sink.open(
          (SinkContext)
              Proxy.newProxyInstance(
                  SinkContext.class.getClassLoader(),
                  new Class<?>[] {SinkContext.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("report")) {
                      reported((Status) arguments[0]);
                    }
                    return method.invoke(context, arguments);
                  }));
    }

    private void reported(Status status) {
      Matcher said = PAUSE.matcher(status.toString());
      if (pauseMillis == 0 && said.find()) {
        sinceNanos = System.nanoTime();
        pauseMillis = Long.parseLong(said.group(1));
      }
    }

    @Override
    public Delivery deliver(Batch batch) throws Exception {
      return sink.deliver(batch);
    }

    @Override
    public void close() throws Exception {
      sink.close();
    }
  }

  @Test
  void comeToTheOtherCollectorOneByOneAndLoseAndDoubleNothing() throws Exception {
    Path stored = data.resolve("stored");
    Heir heir = new Heir(stored);
    Process killed = KilledCollector.start(data, stored);
    Map<String, Monitor> agents = new TreeMap<>();
    Map<String, Watched> sinks = new TreeMap<>();
    Map<String, AtomicLong> emitted = new TreeMap<>();
    try (Collector other = Hosts.collector(data, "collector-2", heir, Hosts.plain())) {
      int port = KilledCollector.port(data);
      for (int i = 0; i < AGENTS; i++) {
        String name = "agent-" + i;
        Map<String, Object> configuration = Hosts.to(port, other.port());
        // The pauses that are the default.
        configuration.keySet().removeIf(key -> key.startsWith("reconnect."));
        Watched sink = new Watched(Hosts.sink(configuration));
        sinks.put(name, sink);
        agents.put(name, Hosts.agent(data, name, sink));
        emit(agents.get(name), emitted.computeIfAbsent(name, key -> new AtomicLong()));
      }
      Await.until("every agent has stored something", () -> stored(stored).size() == AGENTS);
      killed.destroyForcibly();
      assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
      heir.inherits = true;
      Await.until("every agent has come", () -> heir.arrivalNanos.size() == AGENTS);
      enough = true;
      for (Map.Entry<String, Monitor> each : agents.entrySet()) {
        AtomicLong count = emitted.get(each.getKey());
        Await.until(
            "all is delivered of " + each.getKey(),
            () ->
                count.get() > 0
                    && Hosts.route(each.getValue(), "numbers").balance().delivered()
                        == count.get());
      }
    } finally {
      killed.destroyForcibly();
      for (Monitor agent : agents.values()) {
        agent.close();
      }
    }
    Map<String, List<Long>> numbers = stored(stored);
    emitted.forEach((agent, count) ->
        assertThat(numbers.get(agent))
            .as(agent)
            .isEqualTo(LongStream.range(0, count.get()).boxed().toList()));
    TreeMap<Long, Integer> pauses = new TreeMap<>();
    sinks.forEach((agent, sink) -> {
      pauses.merge(sink.pauseMillis / BUCKET_MILLIS * BUCKET_MILLIS, 1, Integer::sum);
      assertThat(sink.pauseMillis).as(agent).isBetween(1_000L, 3_000L);
      assertThat(TimeUnit.NANOSECONDS.toMillis(heir.arrivalNanos.get(agent) - sink.sinceNanos))
          .as("%s is there after the pause", agent)
          .isGreaterThanOrEqualTo(sink.pauseMillis);
    });
    System.out.println("agents by their pauses in ms: " + pauses);
    // Of 20 that choose by chance among four: two of them are chosen only once in 180,000 times.
    assertThat(pauses.keySet()).hasSizeGreaterThanOrEqualTo(3);
  }

  /** A hundred numbers a second until it is enough; says then how many there are. */
  private void emit(Monitor agent, AtomicLong emitted) {
    agent.register(
        SourceSpec.of("numbers", Capabilities.of(Capability.CUSTOM), Hosts.NUMBER),
        context -> {
          long n = 0;
          while (!enough && context.awaitNext(Duration.ofMillis(100))) {
            for (int i = 0; i < 10; i++) {
              context.emit(Event.custom(Hosts.NUMBER.name(), Attributes.of(Map.of("n", n++))));
            }
          }
          emitted.set(n);
        });
  }

  /** What is stored of each agent, in its order. */
  private static Map<String, List<Long>> stored(Path file) throws Exception {
    Map<String, List<Long>> numbers = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : DurableStore.lines(file)) {
        String agent = line.substring(0, line.indexOf('/'));
        Arrays.stream(line.split(" "))
            .skip(2)
            .map(Long::valueOf)
            .forEach(numbers.computeIfAbsent(agent, name -> new ArrayList<>())::add);
      }
    }
    return numbers;
  }
}
