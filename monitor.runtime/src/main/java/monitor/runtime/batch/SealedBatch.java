package monitor.runtime.batch;

import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Origin;
import monitor.api.event.Kind;

/**
 * A batch whose bytes never change again.
 *
 * @param header with its hash
 * @param encoded the header as bytes
 * @param payload the compressed events
 */
public record SealedBatch(BatchHeader header, byte[] encoded, byte[] payload) {
  /** A gap: these sequence numbers were given to events that were dropped for this reason. */
  public static SealedBatch gap(
      BatchId id, Kind kind, Origin origin, long sealedNanos, String reason) {
    return of(
        new BatchHeader(id, kind, origin, sealedNanos, Codec.NONE, 0, 0, "", reason), new byte[0]);
  }

  static SealedBatch of(BatchHeader unhashed, byte[] payload) {
    byte[] encoded = BatchHeaders.encode(unhashed, payload);
    BatchHeader header =
        new BatchHeader(
            unhashed.id(),
            unhashed.kind(),
            unhashed.origin(),
            unhashed.sealedNanos(),
            unhashed.codec(),
            unhashed.payloadBytes(),
            unhashed.inflatedBytes(),
            BatchHeaders.sha256(encoded),
            unhashed.gap());
    return new SealedBatch(header, encoded, payload);
  }
}
