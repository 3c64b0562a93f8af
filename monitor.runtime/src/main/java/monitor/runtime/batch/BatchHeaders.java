package monitor.runtime.batch;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import org.jspecify.annotations.Nullable;

/**
 * Headers as bytes: the SHA-256 (32 bytes) of everything that follows it and of the payload, then a
 * CBOR map. The bytes are the same in the journal and on the wire.
 */
public final class BatchHeaders {
  /** Version of the format, in every header. */
  public static final int VERSION = 1;

  private static final int HASH_BYTES = 32;
  private static final long MOST_INFLATED_BYTES = 4L * EventStream.MAX_BYTES;
  private static final CBORFactory FACTORY = new CBORFactory();

  private BatchHeaders() {}

  /** Encodes a header with the hash over itself and the payload. */
  public static byte[] encode(BatchHeader header, byte[] payload) {
    byte[] map = map(header);
    byte[] encoded = new byte[HASH_BYTES + map.length];
    byte[] hash = hash(ByteBuffer.wrap(map), ByteBuffer.wrap(payload));
    System.arraycopy(hash, 0, encoded, 0, HASH_BYTES);
    System.arraycopy(map, 0, encoded, HASH_BYTES, map.length);
    return encoded;
  }

  /** The hash that {@link #encode} wrote, as hexadecimal digits. */
  public static String sha256(byte[] encoded) {
    return HexFormat.of().formatHex(encoded, 0, HASH_BYTES);
  }

  /** Whether header and payload are what was hashed. */
  public static boolean intact(byte[] encoded, ByteBuffer payload) {
    return intact(ByteBuffer.wrap(encoded), payload);
  }

  /** Whether header and payload are what was hashed; the positions stay. */
  static boolean intact(ByteBuffer encoded, ByteBuffer payload) {
    byte[] expected = new byte[HASH_BYTES];
    encoded.get(encoded.position(), expected);
    ByteBuffer map = encoded.slice().position(HASH_BYTES);
    return MessageDigest.isEqual(expected, hash(map, payload.duplicate()));
  }

  private static byte[] hash(ByteBuffer map, ByteBuffer payload) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(map);
      digest.update(payload);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] map(BatchHeader header) {
    ByteBlock block = new ByteBlock(256);
    try (CBORGenerator cbor = FACTORY.createGenerator(block)) {
      BatchId id = header.id();
      cbor.writeStartObject();
      cbor.writeNumberField("version", VERSION);
      cbor.writeStringField("agent", id.agent());
      cbor.writeNumberField("epoch", id.epoch().ordinal());
      cbor.writeStringField("random", id.epoch().random());
      cbor.writeStringField("stream", id.stream());
      cbor.writeNumberField("first", id.firstSequence());
      cbor.writeNumberField("count", id.count());
      cbor.writeStringField("kind", header.kind().name());
      cbor.writeStringField("host", header.origin().host());
      cbor.writeStringField("source", header.origin().source());
      cbor.writeObjectFieldStart("tags");
      for (Map.Entry<String, String> tag : new TreeMap<>(header.origin().tags()).entrySet()) {
        cbor.writeStringField(tag.getKey(), tag.getValue());
      }
      cbor.writeEndObject();
      cbor.writeNumberField("sealed", header.sealedNanos());
      cbor.writeNumberField("codec", header.codec().ordinal());
      cbor.writeNumberField("payload", header.payloadBytes());
      cbor.writeNumberField("inflated", header.inflatedBytes());
      if (header.gap() != null) {
        cbor.writeStringField("gap", header.gap());
      }
      cbor.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return block.toByteArray();
  }

  /**
   * Decodes a header; fields that a later version added are passed over.
   *
   * @throws IOException if it is damaged or lacks a field
   */
  public static BatchHeader decode(byte[] encoded) throws IOException {
    return read(encoded, 0, encoded.length).header();
  }

  /**
   * A header that was read.
   *
   * @param header without what a later version added
   * @param bytes so many it takes, its hash included
   */
  record Decoded(BatchHeader header, int bytes) {}

  /**
   * Decodes the header that begins there; what follows it is not looked at.
   *
   * @throws IOException if it is damaged, lacks a field or does not end before the limit
   */
  static Decoded read(byte[] bytes, int from, int limit) throws IOException {
    if (limit - from <= HASH_BYTES) {
      throw new IOException("the header is too short");
    }
    int map = from + HASH_BYTES;
    try (CBORParser parser = FACTORY.createParser(bytes, map, limit - map)) {
      long begin = parser.currentLocation().getByteOffset();
      CborReader in = new CborReader(parser);
      Fields fields = new Fields();
      in.beginMap();
      for (String name = in.name(); name != null; name = in.name()) {
        fields.read(name, in);
      }
      int length = Math.toIntExact(parser.currentLocation().getByteOffset() - begin);
      String sha256 = HexFormat.of().formatHex(bytes, from, from + HASH_BYTES);
      return new Decoded(fields.header(sha256), HASH_BYTES + length);
    } catch (RuntimeException e) {
      throw new IOException("the header is damaged: " + e.getMessage(), e);
    }
  }

  /** The fields of a header while they are read. */
  private static final class Fields {
    private final Map<String, String> texts = new TreeMap<>();
    private final Map<String, Long> numbers = new TreeMap<>();
    private Map<String, String> tags = Map.of();

    void read(String name, CborReader in) throws IOException {
      switch (name) {
        case "agent", "random", "stream", "kind", "host", "source", "gap" ->
            texts.put(name, in.text());
        case "version", "epoch", "first", "count", "sealed", "codec", "payload", "inflated" ->
            numbers.put(name, in.number());
        case "tags" -> tags = in.textMap();
        default -> in.skipValue();
      }
    }

    BatchHeader header(String sha256) {
      if (number("version") != VERSION) {
        throw new IllegalArgumentException("version " + number("version") + " is not known");
      }
      Epoch epoch = new Epoch(number("epoch"), text("random"));
      BatchId id =
          new BatchId(
              text("agent"),
              epoch,
              text("stream"),
              number("first"),
              Math.toIntExact(number("count")));
      @Nullable String gap = texts.get("gap");
      // Whoever inflates takes as much memory as the header promises.
      if (gap == null
          && (id.count() > EventStream.MAX_EVENTS || number("inflated") > MOST_INFLATED_BYTES)) {
        throw new IllegalArgumentException("it promises more than a batch holds");
      }
      return new BatchHeader(
          id,
          new Kind(text("kind")),
          new Origin(text("host"), text("source"), tags),
          number("sealed"),
          Codec.values()[Math.toIntExact(number("codec"))],
          Math.toIntExact(number("payload")),
          Math.toIntExact(number("inflated")),
          sha256,
          gap);
    }

    private String text(String name) {
      String text = texts.get(name);
      if (text == null) {
        throw new IllegalArgumentException("it has no " + name);
      }
      return text;
    }

    private long number(String name) {
      Long number = numbers.get(name);
      if (number == null) {
        throw new IllegalArgumentException("it has no " + name);
      }
      return number;
    }
  }
}
