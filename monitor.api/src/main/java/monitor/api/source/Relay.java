package monitor.api.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Outcome;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Passes on batches that another agent made. May be called from any thread; after the run that it
 * was given to, every call throws {@link IllegalStateException}.
 */
@ProviderType
public interface Relay {
  /**
   * Reads a batch as it lies in the journal of its agent: header, hash and sizes are verified,
   * nothing is inflated. The bytes belong to the batch from now on and must not change any more.
   *
   * @throws IOException if they are no batch, or not what was sealed; the message says why
   */
  Batch read(ByteBuffer bytes) throws IOException;

  /**
   * Hands a batch to every essential sink, bytes unchanged; completes when all have accepted it, or
   * with the worst outcome. As long as one of them is absent or being replaced, it stays open.
   * Without room in the runtime's window it completes with {@link Outcome.Retry} at once. It
   * completes on a thread of a sink: what follows from that must not block.
   *
   * @param batch as {@link #read} returned it
   * @param received how it came here
   * @throws IllegalArgumentException if the batch was not read by the runtime
   */
  CompletionStage<Outcome> forward(Batch batch, Hop received);
}
