package monitor.runtime.stream;

/**
 * What may wait in the buffer of one stream.
 *
 * @param events most events
 * @param bytes most encoded bytes
 */
public record BufferLimits(int events, long bytes) {}
