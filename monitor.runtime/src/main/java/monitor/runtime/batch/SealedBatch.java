package monitor.runtime.batch;

import monitor.api.delivery.BatchHeader;

/**
 * A batch whose bytes never change again.
 *
 * @param header with its hash
 * @param encoded the header as bytes
 * @param payload the compressed events
 */
public record SealedBatch(BatchHeader header, byte[] encoded, byte[] payload) {
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
