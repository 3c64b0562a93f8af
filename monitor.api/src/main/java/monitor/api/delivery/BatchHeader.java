package monitor.api.delivery;

import monitor.api.event.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a batch without opening it; routing looks at nothing else.
 *
 * @param id identity
 * @param kind kind of all its events
 * @param origin where they come from
 * @param sealedNanos when it was closed, nanoseconds since 1970
 * @param codec compression of the payload
 * @param payloadBytes size as it is
 * @param inflatedBytes size when decompressed
 * @param sha256 64 lower case hexadecimal digits over the rest of the header and the payload as it
 *     is
 * @param gap null for a batch of events; else this range of sequence numbers was dropped for this
 *     reason, and the payload is empty
 */
public record BatchHeader(
    BatchId id,
    Kind kind,
    Origin origin,
    long sealedNanos,
    Codec codec,
    int payloadBytes,
    int inflatedBytes,
    String sha256,
    @Nullable String gap) {}
