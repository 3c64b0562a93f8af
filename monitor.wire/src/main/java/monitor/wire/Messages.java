package monitor.wire;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** Messages as bytes: one for the type, then a CBOR map, or a batch as it is. */
public final class Messages {
  private static final int HELLO = 1;
  private static final int WELCOME = 2;
  private static final int BATCH = 3;
  private static final int ANSWER = 4;
  private static final int MOVING = 5;
  private static final int HASH_BYTES = 32;

  private Messages() {}

  /** The message with this batch, whose parts are copied. */
  public static ByteBuffer batch(ByteBuffer head, ByteBuffer payload) {
    ByteBuffer message = ByteBuffer.allocate(1 + head.remaining() + payload.remaining());
    return message.put((byte) BATCH).put(head.duplicate()).put(payload.duplicate()).flip();
  }

  /** The bytes of a message. */
  public static ByteBuffer encode(Message message) {
    return switch (message) {
      case Message.Consigned batch -> batch(batch.bytes(), ByteBuffer.allocate(0));
      case Message.Hello hello -> CborMap.message(HELLO, cbor -> write(hello, cbor));
      case Message.Welcome welcome -> CborMap.message(WELCOME, cbor -> write(welcome, cbor));
      case Message.Answer answer -> CborMap.message(ANSWER, cbor -> write(answer, cbor));
      case Message.Moving moving ->
          CborMap.message(
              MOVING, cbor -> cbor.writeStringField("reason", CborMap.cut(moving.reason())));
    };
  }

  private static void write(Message.Hello hello, CBORGenerator cbor) throws IOException {
    cbor.writeArrayFieldStart("versions");
    for (int version : hello.versions()) {
      cbor.writeNumber(version);
    }
    cbor.writeEndArray();
    cbor.writeStringField("agent", hello.agent());
    cbor.writeStringField("software", hello.software());
  }

  private static void write(Message.Welcome welcome, CBORGenerator cbor) throws IOException {
    cbor.writeNumberField("version", welcome.version());
    cbor.writeStringField("collector", welcome.collector());
    cbor.writeStringField("software", welcome.software());
    cbor.writeNumberField("batch", welcome.batchBytes());
    cbor.writeNumberField("window", welcome.windowBytes());
    cbor.writeArrayFieldStart("codecs");
    for (String codec : welcome.codecs()) {
      cbor.writeString(codec);
    }
    cbor.writeEndArray();
  }

  private static void write(Message.Answer answer, CBORGenerator cbor) throws IOException {
    cbor.writeBinaryField("batch", HexFormat.of().parseHex(answer.sha256()));
    Outcomes.write(answer.outcome(), cbor);
  }

  /**
   * Reads a message; the bytes of a batch are not copied.
   *
   * @throws IOException if it is none; the message says why
   */
  public static Message decode(ByteBuffer bytes) throws IOException {
    if (!bytes.hasRemaining()) {
      throw new IOException("a message has at least one byte");
    }
    int type = bytes.get(bytes.position()) & 0xff;
    ByteBuffer rest = bytes.slice(bytes.position() + 1, bytes.remaining() - 1);
    if (type == BATCH) {
      return new Message.Consigned(rest);
    }
    if (rest.remaining() >= Message.MOST_CONTROL_BYTES) {
      throw new IOException("a message that is no batch is longer than 64 KiB");
    }
    return switch (type) {
      case HELLO -> hello(CborMap.read(rest));
      case WELCOME -> welcome(CborMap.read(rest));
      case ANSWER -> answer(CborMap.read(rest));
      case MOVING -> new Message.Moving(CborMap.read(rest).text("reason"));
      default -> throw new IOException("there is no message of type " + type);
    };
  }

  private static Message hello(CborMap map) throws IOException {
    List<Integer> versions = map.numbers("versions").stream().map(Math::toIntExact).toList();
    return new Message.Hello(versions, map.text("agent"), map.text("software"));
  }

  private static Message welcome(CborMap map) throws IOException {
    return new Message.Welcome(
        (int) map.number("version", 0, Integer.MAX_VALUE),
        map.text("collector"),
        map.text("software"),
        (int) map.number("batch", 1, Integer.MAX_VALUE),
        map.number("window", 1, Long.MAX_VALUE),
        map.texts("codecs"));
  }

  private static Message answer(CborMap map) throws IOException {
    byte[] hash = map.bytes("batch");
    if (hash.length != HASH_BYTES) {
      throw new IOException("batch: a SHA-256 has 32 bytes");
    }
    return new Message.Answer(HexFormat.of().formatHex(hash), Outcomes.read(map));
  }
}
