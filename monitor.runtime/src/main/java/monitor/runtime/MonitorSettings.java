package monitor.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import monitor.api.delivery.Codec;

/**
 * How a runtime is to work; made by {@link Monitor#builder}.
 *
 * @param data folder of its journal and of the folders of its components
 * @param agent name of this agent in the identity of batches
 * @param host name of this host
 * @param tags of all its streams
 * @param maxEventSources most sources that may be registered
 * @param eventBufferSize most events in the buffer of one stream
 * @param eventBufferBytes most bytes in the buffer of one stream
 * @param shutdownTimeout for everything to end
 * @param healthCheckInterval between two questions to each health check
 * @param keptBytes journal quota of streams that block or drop the newest
 * @param ringBytes journal quota of streams that drop the oldest
 * @param freeFloorBytes free space of the file system left to others
 * @param ringMaxAge age at which what lies in the ring lane goes; zero: none
 * @param bestEffortEvents most events owed on a route to a best-effort sink
 * @param directWindowBytes most bytes of batches of direct routes that are not answered
 * @param codec compression of new batches; empty: what those who take them prefer, else zstd
 * @param debugLogging whether the runtime logs at the level DEBUG
 * @param clock of everything
 */
public record MonitorSettings(
    Path data,
    String agent,
    String host,
    Map<String, String> tags,
    int maxEventSources,
    int eventBufferSize,
    long eventBufferBytes,
    Duration shutdownTimeout,
    Duration healthCheckInterval,
    long keptBytes,
    long ringBytes,
    long freeFloorBytes,
    Duration ringMaxAge,
    long bestEffortEvents,
    long directWindowBytes,
    Optional<Codec> codec,
    boolean debugLogging,
    InstantSource clock) {
  /** Copies the tags. */
  public MonitorSettings {
    tags = Map.copyOf(tags);
  }
}
