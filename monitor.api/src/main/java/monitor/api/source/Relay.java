package monitor.api.source;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Outcome;
import org.osgi.annotation.versioning.ProviderType;

/** Passes on batches that another agent made. May be called from any thread. */
@ProviderType
public interface Relay {
  /**
   * Hands a batch to every essential sink, bytes unchanged; completes when all have accepted it, or
   * with the worst outcome. The payload must not change until then.
   */
  CompletionStage<Outcome> forward(BatchHeader header, ByteBuffer payload, Hop received);
}
