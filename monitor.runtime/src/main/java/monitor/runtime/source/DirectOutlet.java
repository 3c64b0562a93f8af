package monitor.runtime.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.Relay;
import monitor.runtime.SourceSpec;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.batch.WholeBatch;
import monitor.runtime.containment.Admission;
import monitor.runtime.stream.DirectStream;
import monitor.runtime.stream.Streams;

/** Past the journal, to the sinks. */
final class DirectOutlet implements Outlet {
  private final SourceSpec spec;
  private final Streams streams;
  private final Function<StoredBatch, CompletionStage<Outcome>> route;
  private final Map<Kind, DirectStream> open = new ConcurrentHashMap<>();

  DirectOutlet(
      SourceSpec spec, Streams streams, Function<StoredBatch, CompletionStage<Outcome>> route) {
    this.spec = spec;
    this.streams = streams;
    this.route = route;
  }

  @Override
  public String agent() {
    return streams.agent();
  }

  @Override
  public EventStream stream(Kind kind, Admission admission, Fence fence) {
    DirectStream stream =
        open.computeIfAbsent(kind, key -> streams.direct(spec.name(), key, route));
    return new DirectRunStream(spec.name(), stream, admission, fence);
  }

  @Override
  public Relay relay(Fence fence) {
    return new Relay() {
      @Override
      public Batch read(ByteBuffer bytes) throws IOException {
        fence.check();
        return WholeBatch.read(bytes);
      }

      @Override
      public CompletionStage<Outcome> forward(Batch batch, Hop received) {
        fence.check();
        if (!(batch instanceof StoredBatch stored)) {
          throw new IllegalArgumentException("batch " + batch + " was not read by this relay");
        }
        return route.apply(stored.through(received));
      }
    };
  }
}
