package collector.metrics.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a sample is within its family, told by the end of its name. */
public enum Role {
  /** The number itself. */
  VALUE(""),
  /** The total of a counter. */
  TOTAL("_total"),
  /** When counting began, in seconds since 1970. */
  CREATED("_created"),
  /** How many observations. */
  COUNT("_count"),
  /** Their sum. */
  SUM("_sum"),
  /** How many of them are at most the bound in the label le. */
  BUCKET("_bucket"),
  /** As COUNT, of what is there now. */
  GCOUNT("_gcount"),
  /** As SUM, of what is there now. */
  GSUM("_gsum"),
  /** Texts, as labels. */
  INFO("_info");

  private final String suffix;
  private final byte[] bytes;

  Role(String suffix) {
    this.suffix = suffix;
    this.bytes = suffix.getBytes(StandardCharsets.US_ASCII);
  }

  String suffix() {
    return suffix;
  }

  /** Whether a name is that of the family with this end. */
  boolean ends(byte[] family, byte[] name, int from, int end) {
    int middle = from + family.length;
    return end - middle == bytes.length
        && Arrays.equals(name, from, middle, family, 0, family.length)
        && Arrays.equals(name, middle, end, bytes, 0, bytes.length);
  }
}
