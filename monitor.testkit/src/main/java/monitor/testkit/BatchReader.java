package monitor.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import monitor.api.delivery.Batch;

/** Stands for the runtime, which alone knows the format of batches. */
@FunctionalInterface
public interface BatchReader {
  /**
   * The batch that these bytes are.
   *
   * @throws IOException if they are none
   */
  Batch read(ByteBuffer bytes) throws IOException;
}
