package monitor.runtime;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties.Route;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.Compression;
import monitor.runtime.batch.SealedBatch;

/** A source with a direct route: what the test gives it, it passes on. */
final class PassingSource implements EventSource {
  static final Kind TICK = new Kind("test.tick");
  static final Epoch EPOCH = new Epoch(3, "0123456789abcdef");
  static final Hop HOP = new Hop("collector", "agent", 17, Map.of("site", "north"));
  static final String STREAM = "numbers/test.tick";

  private final CompletableFuture<SourceContext> running = new CompletableFuture<>();

  static SourceSpec spec(String name) {
    return SourceSpec.of(name, Capabilities.of(Capability.CUSTOM), TICK).withRoute(Route.DIRECT);
  }

  @Override
  public void run(SourceContext context) {
    running.complete(context);
    context.awaitStop();
  }

  SourceContext context() throws Exception {
    return running.get(30, TimeUnit.SECONDS);
  }

  /** Passes on the bytes of a batch as if an agent had sent them. */
  CompletableFuture<Outcome> pass(byte[] bytes) throws Exception {
    SourceContext context = context();
    CompletionStage<Outcome> outcome =
        context.relay().forward(context.relay().read(ByteBuffer.wrap(bytes)), HOP);
    return outcome.toCompletableFuture();
  }

  CompletableFuture<Outcome> pass(long first, int count) throws Exception {
    return pass(bytes(sealed("agent", first, count, Codec.ZSTD)));
  }

  /** A batch of an agent: event n has the attribute n. */
  static SealedBatch sealed(String agent, long first, int count, Codec codec) {
    BatchBuilder builder =
        new BatchBuilder(
            agent,
            STREAM,
            TICK,
            new Origin("far-host", "numbers", Map.of()),
            InstantSource.system(),
            new Compression());
    for (long n = first; n < first + count; n++) {
      builder.add(new Event(1_000 + n, event(n).payload(), event(n).attributes()));
    }
    return builder.seal(EPOCH, first, codec);
  }

  static Event event(long n) {
    return Event.custom(TICK.name(), Attributes.of("n", n));
  }

  static byte[] bytes(SealedBatch sealed) {
    byte[] all = new byte[sealed.encoded().length + sealed.payload().length];
    ByteBuffer.wrap(all).put(sealed.encoded()).put(sealed.payload());
    return all;
  }
}
