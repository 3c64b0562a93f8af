package receiver.websocket;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.Compression;
import monitor.runtime.batch.SealedBatch;
import monitor.wire.Messages;

/** Batches for those who speak byte by byte; their numbers are a million and more. */
final class RawBatch {
  private RawBatch() {}

  static SealedBatch sealed(String agent, int count, Codec codec) {
    return sealed(agent, 0, count, codec);
  }

  static SealedBatch sealed(String agent, long first, int count, Codec codec) {
    Origin origin = new Origin("host", "raw", Map.of());
    BatchBuilder builder =
        new BatchBuilder(
            agent,
            "raw/test.number",
            Hosts.NUMBER,
            origin,
            InstantSource.system(),
            new Compression());
    for (long n = 0; n < count; n++) {
      builder.add(Event.custom("test.number", Attributes.of("n", 1_000_000 + n)));
    }
    return builder.seal(new Epoch(1, "0123456789abcdef"), first, codec);
  }

  /** As a message. */
  static byte[] whole(SealedBatch sealed) {
    return Messages.batch(ByteBuffer.wrap(sealed.encoded()), ByteBuffer.wrap(sealed.payload()))
        .array();
  }
}
