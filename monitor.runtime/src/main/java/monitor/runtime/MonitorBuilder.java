package monitor.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import monitor.api.delivery.Codec;

/** Collects the settings of a runtime; all of them have defaults. Not thread safe. */
public final class MonitorBuilder {
  private static final long MIB = 1L << 20;

  private final Path data;
  private String agent = "";
  private String host = hostName();
  private Map<String, String> tags = Map.of();
  private int maxEventSources = 16;
  private int eventBufferSize = 1_000;
  private long eventBufferBytes = 8 * MIB;
  private Duration shutdownTimeout = Duration.ofSeconds(30);
  private Duration healthCheckInterval = Duration.ofSeconds(60);
  private long keptBytes = 1024 * MIB;
  private long ringBytes = 1024 * MIB;
  private long freeFloorBytes = 256 * MIB;
  private Duration ringMaxAge = Duration.ZERO;
  private long bestEffortEvents = 100_000;
  private long directWindowBytes = 32 * MIB;
  private Optional<Codec> codec = Optional.empty();
  private boolean debugLogging;
  private InstantSource clock = InstantSource.system();

  MonitorBuilder(Path data) {
    this.data = data;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Name of this agent; by default the host's. */
  public MonitorBuilder agent(String name) {
    agent = name;
    return this;
  }

  /** Name of this host; by default what the operating system says. */
  public MonitorBuilder host(String name) {
    host = name;
    return this;
  }

  /** Tags of all streams; by default none. */
  public MonitorBuilder tags(Map<String, String> all) {
    tags = Map.copyOf(all);
    return this;
  }

  /** Most sources, 1 to 100,000; by default 16. */
  public MonitorBuilder maxEventSources(int most) {
    maxEventSources = most;
    return this;
  }

  /** Most events in the buffer of one stream, 16 to 1,000,000; by default 1,000. */
  public MonitorBuilder eventBufferSize(int events) {
    eventBufferSize = events;
    return this;
  }

  /** Most bytes in the buffer of one stream, at least 64 KiB; by default 8 MiB. */
  public MonitorBuilder eventBufferBytes(long bytes) {
    eventBufferBytes = bytes;
    return this;
  }

  /** Time for everything to end, 100 ms to 10 min; by default 30 s. */
  public MonitorBuilder shutdownTimeout(Duration timeout) {
    shutdownTimeout = timeout;
    return this;
  }

  /** Time between two health checks, 1 s to 1 h; by default 60 s. */
  public MonitorBuilder healthCheckInterval(Duration interval) {
    healthCheckInterval = interval;
    return this;
  }

  /** Journal quotas, at least 1 MiB each; by default 1 GiB each. */
  public MonitorBuilder journal(long newKeptBytes, long newRingBytes) {
    keptBytes = newKeptBytes;
    ringBytes = newRingBytes;
    return this;
  }

  /** Free space left to others; by default 256 MiB. */
  public MonitorBuilder freeFloor(long bytes) {
    freeFloorBytes = bytes;
    return this;
  }

  /**
   * Age at which events go that may be dropped and that no essential sink has taken, at least 1 s;
   * by default none, which is zero.
   */
  public MonitorBuilder journalMaxAge(Duration age) {
    ringMaxAge = age;
    return this;
  }

  /**
   * Most events of one stream that a best-effort sink may be behind before it jumps ahead, at least
   * 1; by default 100,000.
   */
  public MonitorBuilder bestEffortEvents(long events) {
    bestEffortEvents = events;
    return this;
  }

  /**
   * Most bytes of batches that came past the journal and are not answered yet, at least 2 MiB; by
   * default 32 MiB.
   */
  public MonitorBuilder directWindow(long bytes) {
    directWindowBytes = bytes;
    return this;
  }

  /** Compression of batches; by default what the collector prefers, else zstd. */
  public MonitorBuilder codec(Codec newCodec) {
    codec = Optional.of(newCodec);
    return this;
  }

  /** Whether the runtime logs at the level DEBUG; by default not. */
  public MonitorBuilder debugLogging(boolean on) {
    debugLogging = on;
    return this;
  }

  /** The clock; by default the system's. */
  public MonitorBuilder clock(InstantSource newClock) {
    clock = newClock;
    return this;
  }

  /**
   * Opens the journal and starts the runtime.
   *
   * @throws IllegalArgumentException if a setting is out of range; the message names all of them
   * @throws IOException if the data folder cannot be used
   */
  public Monitor build() throws IOException {
    validate();
    return new Monitor(
        new MonitorSettings(
            data,
            agent.isEmpty() ? host : agent,
            host,
            tags,
            maxEventSources,
            eventBufferSize,
            eventBufferBytes,
            shutdownTimeout,
            healthCheckInterval,
            keptBytes,
            ringBytes,
            freeFloorBytes,
            ringMaxAge,
            bestEffortEvents,
            directWindowBytes,
            codec,
            debugLogging,
            clock));
  }

  private void validate() {
    List<String> problems = new ArrayList<>();
    between("maxEventSources", maxEventSources, 1, 100_000, problems);
    between("eventBufferSize", eventBufferSize, 16, 1_000_000, problems);
    between("eventBufferBytes", eventBufferBytes, 64 << 10, 4096 * MIB, problems);
    between("shutdownTimeout in ms", shutdownTimeout.toMillis(), 100, 600_000, problems);
    between(
        "healthCheckInterval in ms", healthCheckInterval.toMillis(), 1_000, 3_600_000, problems);
    between("journal (kept) in bytes", keptBytes, MIB, Long.MAX_VALUE, problems);
    between("journal (ring) in bytes", ringBytes, MIB, Long.MAX_VALUE, problems);
    between("freeFloor in bytes", freeFloorBytes, 0, Long.MAX_VALUE, problems);
    between("directWindow in bytes", directWindowBytes, 2 * MIB, Long.MAX_VALUE, problems);
    between("bestEffortEvents", bestEffortEvents, 1, Long.MAX_VALUE, problems);
    if (!ringMaxAge.isZero()) {
      between("journalMaxAge in ms", ringMaxAge.toMillis(), 1_000, Long.MAX_VALUE, problems);
    }
    if (host.isBlank()) {
      problems.add("host must not be empty");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private static void between(
      String name, long value, long least, long most, List<String> problems) {
    if (value < least || value > most) {
      problems.add(
          most == Long.MAX_VALUE
              ? "%s is %d and must be at least %d".formatted(name, value, least)
              : "%s is %d and must be between %d and %d".formatted(name, value, least, most));
    }
  }
}
