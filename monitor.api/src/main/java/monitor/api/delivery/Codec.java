package monitor.api.delivery;

/** How the payload of a batch is compressed; chosen when it is sealed, and kept. */
public enum Codec {
  NONE,
  ZSTD,
  LZ4,
  SNAPPY,
  GZIP
}
