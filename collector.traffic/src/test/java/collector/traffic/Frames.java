package collector.traffic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds packets byte by byte. */
final class Frames {
  static final byte[] NOTHING = {};

  private Frames() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] ethernet(int type, byte[] payload) {
    return join(new byte[12], shorts(type), payload);
  }

  /** With VLAN tags, the outermost first. */
  static byte[] tagged(int type, byte[] payload, int... vlans) {
    byte[] frame = new byte[12];
    for (int vlan : vlans) {
      frame = join(frame, shorts(0x8100, vlan));
    }
    return join(frame, shorts(type), payload);
  }

  static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 2);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  /** An address of four or eight numbers. */
  static byte[] address4(String text) {
    byte[] bytes = new byte[4];
    String[] parts = text.split("\\.", -1);
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return bytes;
  }

  static byte[] ip4(String from, String to, int protocol, byte[] payload) {
    return ip4(from, to, protocol, 0, 0, payload);
  }

  /** A fragment: {@code field} holds flags and offset. */
  static byte[] ip4(String from, String to, int protocol, int id, int field, byte[] payload) {
    return join(
        shorts(0x4500, 20 + payload.length, id, field, 0x4000 | protocol, 0),
        address4(from),
        address4(to),
        payload);
  }

  static byte[] ip6(byte[] from, byte[] to, int next, byte[] payload) {
    return join(shorts(0x6000, 0, payload.length, next << 8 | 64), from, to, payload);
  }

  static byte[] address6(int... groups) {
    return shorts(groups);
  }

  static byte[] udp(int from, int to, byte[] payload) {
    return join(shorts(from, to, 8 + payload.length, 0), payload);
  }

  static byte[] tcp(int from, int to, int sequence, int ack, int flags, byte[] payload) {
    ByteBuffer header = ByteBuffer.allocate(20);
    header.putShort((short) from).putShort((short) to).putInt(sequence).putInt(ack);
    header.put((byte) 0x50).put((byte) flags);
    return join(header.array(), payload);
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A name of the domain name system. */
  static byte[] name(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      bytes.write(label.length());
      bytes.writeBytes(text(label));
    }
    bytes.write(0);
    return bytes.toByteArray();
  }

  static byte[] question(int id, String name, int type) {
    return join(shorts(id, 0x0100, 1, 0, 0, 0), name(name), shorts(type, 1));
  }

  /** An answer with addresses of version 4, whose names point to that of the question. */
  static byte[] answer(int id, int code, String name, String... addresses) {
    byte[] message =
        join(shorts(id, 0x8180 | code, 1, addresses.length, 0, 0), name(name), shorts(1, 1));
    for (String address : addresses) {
      message = join(message, shorts(0xc00c, 1, 1, 0, 60, 4), address4(address));
    }
    return message;
  }
}
