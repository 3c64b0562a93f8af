package monitor.api.delivery;

/**
 * How the payload of a batch is compressed; chosen when it is sealed, and kept. Later versions may
 * add one: a switch over it has a default branch.
 */
public enum Codec {
  NONE,
  ZSTD,
  LZ4,
  SNAPPY,
  GZIP
}
