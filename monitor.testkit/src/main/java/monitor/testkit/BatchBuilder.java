package monitor.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Origin;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Builds batches of one stream, one after the other: each begins where the one before ended. The
 * payload bytes are a plain text of the events, not the platform's format: enough for a sink that
 * looks inside through {@link Batch#forEach}, or only counts and moves bytes.
 */
public final class BatchBuilder {
  private final Kind kind;
  private final List<Hop> hops = new ArrayList<>();
  private String agent = "testkit-host";
  private Epoch epoch = new Epoch(1, "0123456789abcdef");
  private Origin origin;
  private String stream;
  private long sequence;

  private BatchBuilder(Kind kind) {
    this.kind = kind;
    this.origin = new Origin("testkit-host", "testkit.source", Map.of());
    this.stream = "testkit.source/" + kind;
  }

  /** Batches of a kind, from sequence number 0. */
  public static BatchBuilder of(Kind kind) {
    return new BatchBuilder(kind);
  }

  /** The agent that seals; {@code testkit-host} if not set. */
  public BatchBuilder agent(String name) {
    agent = name;
    return this;
  }

  /** The life of the journal. */
  public BatchBuilder epoch(Epoch newEpoch) {
    epoch = newEpoch;
    return this;
  }

  /** Name of the stream; {@code testkit.source/KIND} if not set. */
  public BatchBuilder stream(String name) {
    stream = name;
    return this;
  }

  /** Where the events come from. */
  public BatchBuilder origin(Origin newOrigin) {
    origin = newOrigin;
    return this;
  }

  /** The sequence number of the next event. */
  public BatchBuilder sequence(long next) {
    sequence = next;
    return this;
  }

  /** A collector that the batches came through. */
  public BatchBuilder hop(Hop hop) {
    hops.add(hop);
    return this;
  }

  /** The next batch. */
  public Batch batch(Event... events) {
    return batch(List.of(events));
  }

  /**
   * The next batch.
   *
   * @throws IllegalArgumentException if there is no event, or one of another kind
   */
  public Batch batch(List<Event> events) {
    if (events.isEmpty() || events.stream().anyMatch(each -> !each.payload().kind().equals(kind))) {
      throw new IllegalArgumentException("a batch has at least one event, all of kind " + kind);
    }
    byte[] payload = events.toString().getBytes(StandardCharsets.UTF_8);
    return new MemoryBatch(header(events.size(), payload, null), hops, payload, events);
  }

  /** A gap of so many sequence numbers instead of the next batch. */
  public Batch gap(int count, String reason) {
    return new MemoryBatch(header(count, new byte[0], reason), hops, new byte[0], List.of());
  }

  private BatchHeader header(int count, byte[] payload, @Nullable String gap) {
    BatchId id = new BatchId(agent, epoch, stream, sequence, count);
    sequence += count;
    return new BatchHeader(
        id,
        kind,
        origin,
        1_767_225_600_000_000_000L,
        Codec.NONE,
        payload.length,
        payload.length,
        sha256(id + " " + kind + " " + origin + " " + gap, payload),
        gap);
  }

  private static String sha256(String header, byte[] payload) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(header.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
